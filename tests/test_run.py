#!/usr/bin/python3
"""The two scripts that start everything, each in a folder of its own with programs that do nothing but print.
tests/run counts as failed what ctest calls failed, and what did not run at all. app/run makes a film where there is
no display, beside the films that are there, and hands commands on."""
import os, pathlib, shutil, subprocess, sys, tempfile

PASSED = '1/2 Test #1: a.b ......   Passed    0.01 sec\n'
FAILED = '2/2 Test #2: a.c ......***Failed    0.01 sec\n'
SKIPPED = '2/2 Test #2: a.c ......***Skipped   0.01 sec\n'
CASES = {      # name: (what ctest prints, its status, the last line, the exit status)
    'all well': (PASSED, 0, '1 passed, 0 failed', 0),
    'one skipped': (PASSED + SKIPPED, 0, '1 passed, 0 failed', 0),
    'one failed': (PASSED + FAILED, 8, '1 passed, 1 failed', 1),
    'ctest was killed': (PASSED, 137, '1 passed, 1 failed', 1),
    'no tests': ('No tests were found!!!\n', 0, '0 passed, 1 failed', 1),
    'all skipped': (SKIPPED, 0, '0 passed, 1 failed', 1),
}
STARTS = [     # arguments, display, films that are there, what the program is started with
    ('', '', [], 'export --demo -o longview-film.mp4'),
    ('--demo', '', ['longview-film.mp4'], 'export --demo -o longview-film-2.mp4'),
    ('--threads 2 cd', '', ['longview-film.mp4', 'longview-film-2.mp4'], 'export --threads 2 cd -o longview-film-3.mp4'),
    ('', ':0', [], '--demo'),
    ('cd', ':0', [], 'cd'),
    ('index cd', '', [], 'index cd'),
    ('--demo --headless --script s', '', [], '--demo --headless --script s'),
    ('--help', '', [], '--help'),
]


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('#!/bin/sh\n' + text)
    path.chmod(0o755)


def stage(folder, script):
    """Copies the script to where it finds an installer and a cmake that do nothing."""
    root = pathlib.Path(folder)
    program(root / 'third_party/install', '')
    program(root / 'bin/cmake', '')
    copy = root / script
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', script), copy)
    return root, copy, {**os.environ, 'PATH': f"{root / 'bin'}:{os.environ['PATH']}"}


def outcome(printed, status):
    with tempfile.TemporaryDirectory() as folder:
        root, script, environment = stage(folder, 'tests/run')
        program(root / 'bin/ctest', f"printf '%s' '{printed}'\nexit {status}\n")
        done = subprocess.run([script, 'asan'], capture_output=True, text=True, env=environment)
        return done.stdout.splitlines()[-1], done.returncode


def start(arguments, display, films):
    with tempfile.TemporaryDirectory() as folder:
        root, script, environment = stage(folder, 'app/run')
        program(root / 'build/release/bin/longview', 'echo "$@"')
        for film in films:
            (root / film).touch()
        environment.update(DISPLAY=display, WAYLAND_DISPLAY='')
        done = subprocess.run([script, *arguments.split()], capture_output=True, text=True, env=environment, cwd=root)
        return done.stdout.splitlines()[-1].replace(f'{os.path.realpath(root)}/', '')


wrong = 0
for name, (printed, status, *expected) in CASES.items():
    got = list(outcome(printed, status))
    if got != expected:
        print(f'{name}: {got}, not {expected}')
        wrong += 1
for *given, expected in STARTS:
    got = start(*given)
    if got != expected:
        print(f'{given}: {got}, not {expected}')
        wrong += 1
print(f'{len(CASES) + len(STARTS)} cases, {wrong} wrong')
sys.exit(bool(wrong))
