#!/usr/bin/python3
"""A hand that does anything at all: keys, clicks, drags, wheels, typed text, sizes, scales and actions, by chance. The
program must neither end nor say that it made a mistake of its own.

usage: random_input.py LONGVIEW DEMO SECONDS [SEED [LINES]]     (30 minutes: 1800; with any preset's program)

Each program gets LINES lines (250 unless told); the seed that is printed for each repeats it.
"""
import os, random, subprocess, sys, tempfile, time

MOST_S = 900
KEYS = [*'abcdefghijklmnopqrstuvwxyz0123456789[]', *(f'f{n}' for n in range(1, 13)), 'space', 'enter', 'escape', 'left',
        'right', 'up', 'down', 'pageup', 'pagedown', 'home', 'end', 'tab', 'backspace']
NOT_KEYS = {('q', 'ctrl')}   # leaves
ACTIONS = ['slice 1', 'slice -3 sagittal', 'point 1 2 3', 'pan 5 -9', 'zoom 1.4', 'zoom 0.5', 'plane axial',
           'plane sagittal', 'plane coronal', 'plane native', 'layout three', 'look grid', 'look swipe', 'look switch',
           'look difference', 'look fade', 'look lens', 'look overlay', 'measure', 'slices', 'record', 'copy', 'seam 0.3',
           'window 0.2 -0.4', 'window-auto', 'nudge 2 1', 'turn 3', 'hand',
           'focus', 'focus-tube', 'focus-radius 50', 'undo', 'redo', 'play', 'date next', 'date previous', 'fade 1.4',
           'snap', 'pair 1 3', 'pair next', 'pair', 'reference', 'reference 2', 'reset', 'scans', 'row 1', 'row 3', 'row next', 'left-out', 'keys', 'back', 'palette', 'film', 'text',
           'place 4 1 5', 'place 4 2 own', 'bring-back 1', 'one-person', 'save-session', 'dismiss', 'scanner-position',
           'wait loaded', 'wait scanned', 'frames 5']


def line(chance, size):
    x, y = chance.randrange(-5, size[0] + 5), chance.randrange(-5, size[1] + 5)
    kind = chance.random()
    if kind < 0.30:
        key, held = chance.choice(KEYS), chance.choice(['', '', '', 'ctrl', 'shift', 'alt', 'ctrl shift'])
        return '' if (key, held) in NOT_KEYS else f'key {key} {held}'
    if kind < 0.45:
        return f'move {x} {y}\n' + chance.choice(['', 'wheel 1', 'wheel -2', 'wheel 1 ctrl'])
    if kind < 0.60:
        a, b = ((chance.random(), chance.random()) for _ in range(2))
        button = chance.choice(['', 'right', 'middle', 'shift'])
        return f'drag "picture@{a[0]:.2f},{a[1]:.2f}" "picture@{b[0]:.2f},{b[1]:.2f}" {button}'
    if kind < 0.66:
        return f'click "picture@{chance.random():.2f},{chance.random():.2f}" ' + chance.choice(['', 'right'])
    if kind < 0.70:
        return 'type ' + chance.choice(['abc', '/nowhere', '"é☃"', '?'])
    if kind < 0.73:
        size[:] = chance.choice([(1280, 800), (640, 480), (300, 900), (1, 1), (97, 33), (1920, 1080)])
        return f'size {size[0]} {size[1]}'
    if kind < 0.75:
        return f'scale {chance.choice([0.5, 1, 1.5, 2, 3])}'
    return chance.choice(ACTIONS)


def script(demo, seed, count):
    chance, size = random.Random(seed), [1280, 800]
    lines = [line(chance, size) for _ in range(count)]
    return '\n'.join(['may-fail', f'open "{demo}"', 'wait scanned', 'row 3', 'wait loaded', *lines, 'size 640 480',
                      'wait idle', 'frames 3', 'quit'])


def main():
    longview, demo, seconds = sys.argv[1], os.path.abspath(sys.argv[2]), float(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else int(time.time())
    count = int(sys.argv[5]) if len(sys.argv) > 5 else 250
    until, programs = time.time() + seconds, 0
    while programs == 0 or time.time() < until:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'random.script')
            open(path, 'w').write(script(demo, seed, count))
            done = subprocess.run([longview, '--headless', '--script', path], cwd=folder, capture_output=True, text=True,
                                  timeout=MOST_S, env={**os.environ, 'HOME': folder})
        print(f'seed {seed}: {done.returncode}', flush=True)
        if done.returncode != 0 or 'mistake' in done.stderr or 'Validation' in done.stderr:
            sys.exit(f'{done.stderr[-3000:]}\nrepeat it with: random_input.py {longview} {sys.argv[2]} 1 {seed} {count}')
        seed, programs = seed + 1, programs + 1
    print(f'{programs} programs, {programs * count} lines')


main()
