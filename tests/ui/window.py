#!/usr/bin/python3
"""What only a program that runs for a while, or a real window, shows.

usage: window.py flat LONGVIEW         3,000 frames that all differ take no more memory than 300
       window.py idle LONGVIEW         a window that nobody touches takes no processor (needs a display)
       window.py fullscreen LONGVIEW   F11 (needs a display)
       window.py typed LONGVIEW DEMO   a path that is typed faster than frames is opened (needs a display)
"""
import glob, os, resource, subprocess, sys, tempfile, time

MOST_GROWTH_BYTES = 40 << 20   # in 2,700 frames: 15 kB a frame
MOST_BUSY = 0.02               # of one processor
SETTLED_S, WATCHED_S = 4.0, 4.0
TYPED_S = 40


def most_bytes(longview, frames):
    """The most memory that it ever holds while a row plays for so many frames."""
    script = f'size 480 360\nopen demo\nwait scanned\nrow "flair axial brain"\nwait aligned\nplay\nframes {frames}\nquit\n'
    with tempfile.NamedTemporaryFile('w', suffix='.script') as file:
        file.write(script)
        file.flush()
        child = subprocess.Popen([longview, '--headless', '--script', file.name])
        _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit('the script failed')
    return usage.ru_maxrss * 1024


def processor_s(pid):
    fields = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def flat(longview):
    growth = most_bytes(longview, 3000) - most_bytes(longview, 300)
    print(f'2,700 frames more take {growth / 2 ** 20:.0f} MB more')
    return growth < MOST_GROWTH_BYTES


def idle(longview):
    window = subprocess.Popen([longview])
    try:
        time.sleep(SETTLED_S)
        before = processor_s(window.pid)
        time.sleep(WATCHED_S)
        busy = (processor_s(window.pid) - before) / WATCHED_S
    finally:
        window.terminate()
        window.wait()
    print(f'idle: {100 * busy:.1f} % of a processor')
    return busy < MOST_BUSY


def typed(longview, demo):
    """All keys are struck at once and then nothing more happens. What is open is kept after five seconds."""
    with tempfile.TemporaryDirectory() as state:
        window = subprocess.Popen([longview], env={**os.environ, 'XDG_STATE_HOME': state})
        try:
            hand = ['xdotool', 'search', '--sync', '--onlyvisible', '--name', 'longview']
            subprocess.run([*hand, 'windowfocus', '--sync', 'key', 'ctrl+o'], check=True)
            time.sleep(SETTLED_S)  # the field has the keyboard
            subprocess.run([*hand, 'type', '--delay', '0', demo], check=True)
            subprocess.run([*hand, 'key', 'Return'], check=True)
            until = time.time() + TYPED_S
            kept = lambda: any(demo in open(file).read() for file in glob.glob(f'{state}/longview/*.longview'))
            while not kept() and time.time() < until:
                time.sleep(0.2)
            return kept()
        finally:
            window.terminate()
            window.wait()


def fullscreen(longview):
    """F11 covers the screen, and F11 again is the window as it was."""
    window = subprocess.Popen([longview])
    ask = lambda *words: subprocess.run(['xdotool', *words], check=True, capture_output=True, text=True).stdout.split()
    try:
        name = ask('search', '--sync', '--onlyvisible', '--name', 'longview')[0]
        size = lambda: ask('getwindowgeometry', '--shell', name)[3:5]
        windowed, screen = size(), [f'{way}={length}' for way, length in zip(('WIDTH', 'HEIGHT'), ask('getdisplaygeometry'))]
        for wanted in (screen, windowed):
            time.sleep(1)
            ask('windowfocus', '--sync', name, 'key', 'F11')
            until = time.time() + TYPED_S
            while size() != wanted and time.time() < until:
                time.sleep(0.1)
            print(wanted, size())
            if size() != wanted or screen == windowed:
                return False
        return True
    finally:
        window.terminate()
        window.wait()


sys.exit(0 if {'flat': flat, 'idle': idle, 'typed': typed, 'fullscreen': fullscreen}[sys.argv[1]](*sys.argv[2:]) else 1)
