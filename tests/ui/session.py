#!/usr/bin/python3
"""What was set up comes back to the very same picture.

usage: session.py saved LONGVIEW DEMO    from a session file
       session.py killed LONGVIEW DEMO   after the program was killed (needs a display)
"""
import os, signal, subprocess, sys, tempfile, time

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
frames 2
click "Keep"
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


def program(longview, folder, script, *options):
    path = os.path.join(folder, 'it.script')
    with open(path, 'w') as file:
        file.write(script)
    return subprocess.Popen([longview, '--script', path, *options], env={**os.environ, 'XDG_STATE_HOME': folder})


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


with tempfile.TemporaryDirectory() as folder:
    {'saved': saved, 'killed': killed}[sys.argv[1]](sys.argv[2], os.path.abspath(sys.argv[3]), folder)
    pictures = [open(f'{folder}/{name}.png', 'rb').read() for name in ('before', 'after')]
    if os.environ.get('KEEP'):
        for name, picture in zip(('before', 'after'), pictures):
            open(f'{os.environ["KEEP"]}/{name}.png', 'wb').write(picture)
    print('the same picture' if pictures[0] == pictures[1] else 'another picture')
    sys.exit(pictures[0] != pictures[1])
