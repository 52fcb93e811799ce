#!/usr/bin/python3
"""What was set up comes back to the very same picture.

usage: session.py saved LONGVIEW DEMO    from a session file
       session.py killed LONGVIEW DEMO   after the program was killed (needs a display)
       session.py lost LONGVIEW DEMO LAYER    what was open is offered after the graphics device was lost (needs a
                                              display)
       session.py other LONGVIEW DEMO LAYER   a device that cannot be opened gives way to the next
LAYER: the folder of the Vulkan layer that fails (tests/support/failing_layer.cpp)
"""
import glob, os, shutil, signal, subprocess, sys, tempfile, time

MOST_S = 120
KEPT_S = 8   # by then it has been kept: it is every five seconds

WORK = '''size 800 600
open "{demo}"
wait scanned
row "flair axial brain"
wait idle
date 2
nudge 4 1 axial
hand off
wait idle
plane sagittal
zoom 1.6
pan 7 -3
window 0.1 -0.3
look swipe
seam 0.4
fade 1.3
focus
wait idle
invert
frames 4
shot "{folder}/before.png"
'''
BACK = 'size 800 600\n{open}\nwait scanned\nwait idle\nframes 4\nexpect how ~ "by hand"\nshot "{folder}/after.png"\n'


def program(longview, folder, script, *options, **environment):
    path = os.path.join(folder, 'it.script')
    with open(path, 'w') as file:
        file.write(script)
    return subprocess.Popen([longview, '--script', path, *options], stderr=subprocess.PIPE if environment else None,
                            text=True, env={**os.environ, 'XDG_STATE_HOME': folder, **environment})


def run(*of_program):
    child = program(*of_program)
    if child.wait(MOST_S):
        sys.exit('the script failed')


def saved(longview, demo, folder):
    file = f'{folder}/work.longview'
    run(longview, folder, WORK.format(demo=demo, folder=folder) + f'save-session "{file}"\n', '--headless')
    run(longview, folder, BACK.format(open=f'open "{file}"', folder=folder), '--headless')


def killed(longview, demo, folder):
    child = program(longview, folder, WORK.format(demo=demo, folder=folder) + 'frames 100000\nquit\n')
    own = f'{folder}/longview/open-{child.pid}.longview'
    until = time.time() + MOST_S
    picture = f'{folder}/before.png'
    kept = lambda: os.path.exists(own) and os.path.exists(picture) and time.time() > os.path.getmtime(picture) + KEPT_S
    while not kept():
        if child.poll() is not None or time.time() > until:
            child.kill()
            sys.exit('nothing was kept')
        time.sleep(0.2)
    child.send_signal(signal.SIGKILL)
    child.wait()
    run(longview, folder, BACK.format(open='frames 3\nclick "Go on where longview ended unexpectedly"', folder=folder))


def failing(layer, **how):
    return {'VK_ADD_LAYER_PATH': layer, 'VK_INSTANCE_LAYERS': 'VK_LAYER_LONGVIEW_failing',
            **{f'LV_FAIL_{name}': str(value) for name, value in how.items()}}


def ends_with_a_sentence(child, sentence):
    told = child.communicate(timeout=MOST_S)[1]
    if child.returncode != 1 or sentence not in told or 'mistake' in told:
        sys.exit(f'it ended with {child.returncode} and said: {told}')


def lost(longview, demo, folder, layer):
    seen = f'size 320 240\nopen "{demo}"\nwait scanned\nshot "{folder}/before.png"\nframes 100000\nquit\n'
    child = program(longview, folder, seen, **failing(layer, SUBMIT=3, AFTER=f'{folder}/before.png'))
    ends_with_a_sentence(child, 'graphics device')
    run(longview, folder, 'size 800 600\nframes 3\nclick "Go on where longview ended unexpectedly"\nwait scanned\n'
                          'expect studies > 1\nquit\n')


def other(longview, demo, folder, layer):
    drivers = glob.glob('/usr/share/vulkan/icd.d/lvp_icd*.json')
    if not drivers:
        print('SKIPPED: lavapipe is not where it is looked for')
        sys.exit()
    twice = shutil.copy(drivers[0], folder)
    found = {'VK_DRIVER_FILES': f'{drivers[0]}:{twice}', 'VK_ICD_FILENAMES': f'{drivers[0]}:{twice}'}
    script = 'frames 2\nexpect message ~ "cannot be opened"\nexpect message ~ "draws instead"\nquit\n'
    child = program(longview, folder, script, '--headless', **found, **failing(layer, DEVICES=1))
    told = child.communicate(timeout=MOST_S)[1]
    if child.returncode:
        sys.exit(told)
    ends_with_a_sentence(program(longview, folder, script, '--headless', **found, **failing(layer, DEVICES=2)),
                         'cannot be opened')


with tempfile.TemporaryDirectory() as folder:
    modes = {'saved': saved, 'killed': killed, 'lost': lost, 'other': other}
    modes[sys.argv[1]](sys.argv[2], os.path.abspath(sys.argv[3]), folder, *sys.argv[4:])
    if sys.argv[1] in ('lost', 'other'):
        sys.exit()
    pictures = [open(f'{folder}/{name}.png', 'rb').read() for name in ('before', 'after')]
    if os.environ.get('KEEP'):
        for name, picture in zip(('before', 'after'), pictures):
            open(f'{os.environ["KEEP"]}/{name}.png', 'wb').write(picture)
    print('the same picture' if pictures[0] == pictures[1] else 'another picture')
    sys.exit(pictures[0] != pictures[1])
