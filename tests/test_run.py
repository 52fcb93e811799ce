#!/usr/bin/python3
"""tests/run counts as failed what ctest calls failed, and what did not run at all: the script in a folder of its
own, with a ctest that prints what it is told to and a cmake that does nothing."""
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


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('#!/bin/sh\n' + text)
    path.chmod(0o755)


def outcome(printed, status):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        program(root / 'third_party/install', '')
        program(root / 'bin/cmake', '')
        program(root / 'bin/ctest', f"printf '%s' '{printed}'\nexit {status}\n")
        (root / 'tests').mkdir()
        shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'run'), root / 'tests/run')
        done = subprocess.run([root / 'tests/run', 'nocuda'], capture_output=True, text=True,
                              env={**os.environ, 'PATH': f"{root / 'bin'}:{os.environ['PATH']}"})
        return done.stdout.splitlines()[-1], done.returncode


wrong = 0
for name, (printed, status, *expected) in CASES.items():
    got = list(outcome(printed, status))
    if got != expected:
        print(f'{name}: {got}, not {expected}')
        wrong += 1
print(f'{len(CASES)} cases, {wrong} wrong')
sys.exit(bool(wrong))
