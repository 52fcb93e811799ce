#!/usr/bin/python3
"""Pictures of every look against those a person has looked at.

usage: golden.py LONGVIEW FOLDER_WITH_DEMO [--accept]      --accept: today's pictures become the golden ones

Drawn by lavapipe of Mesa 22.3 only: other devices filter and draw lines in their own ways. Up to 0.2 % of the
pixels may differ by more than 2 % of full scale, for processors with other vector widths.
"""
import pathlib, re, shutil, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
DEVICE = 'Mesa 22.3'


def pixels_apart(golden, got):
    compared = subprocess.run(['compare', '-metric', 'AE', '-fuzz', '2%', golden, got, 'null:'],
                              capture_output=True, text=True)
    assert compared.returncode in (0, 1), f'{got.name}: {compared.stderr}'
    return float(compared.stderr)


def pixels(picture):
    size = subprocess.run(['identify', '-format', '%w %h', picture], capture_output=True, text=True, check=True)
    width, height = map(int, size.stdout.split())
    return width * height


def main():
    longview, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    doctor = subprocess.run([longview, 'doctor', '--gpu', 'llvmpipe'], capture_output=True, text=True).stdout
    if DEVICE not in doctor:
        print('SKIPPED: the golden pictures are those of lavapipe in', DEVICE)
        return 0
    shots = pathlib.Path(tempfile.mkdtemp(prefix='golden-', dir=folder))
    (shots / 'demo').symlink_to(folder / 'demo')
    subprocess.run([longview, '--headless', '--gpu', 'llvmpipe', '--script', HERE / 'looks.script'], cwd=shots, check=True)
    names = re.findall(r'^shot (.*)', (HERE / 'looks.script').read_text(), re.M)
    if '--accept' in sys.argv:
        for name in names:
            shutil.copy(shots / name, HERE / name)
        return 0
    apart = {name: pixels_apart(HERE / name, shots / name) / pixels(HERE / name) for name in names}
    for name, share in apart.items():
        print(f'{share:8.4%} {name}')
    if max(apart.values()) > 0.002:
        print('the pictures of this run are in', shots)
        return 1
    shutil.rmtree(shots)
    return 0


sys.exit(main())
