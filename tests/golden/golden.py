#!/usr/bin/python3
"""Pictures of every look against those a person has looked at.

usage: golden.py draw BUILD LONGVIEW       draws all into BUILD/golden, of the demo patient in BUILD/demo
       golden.py compare BUILD NAME        that picture against NAME.png beside this file
       golden.py accept BUILD              what was drawn becomes golden

Where a picture is too far off, BUILD/golden holds it and NAME-difference.png, each difference eight times as large.

Only lavapipe draws what is compared: it computes on the processor, so two machines agree, while graphics cards have
filters of their own. The golden pictures are of its Mesa 22.3, where nearly every pixel must be within 2 % of full
scale; 0.2 % of them may not be, for processors with other vector widths. Another Mesa rounds differently where
texels are mixed and where a line or a letter covers a pixel in part, so that the edges of letters and lines come out
otherwise: 2 % of the pixels may be apart there, and all of them 0.2 % on average. That is less than a shift of the
whole picture by a tenth of a pixel does to any of these (3.4 to 5.2 %, 0.21 to 0.33 % on average), and far less than
one by a pixel (10 to 19 %, 1.7 to 3.4 %).
"""
import pathlib, shutil, subprocess, sys, tempfile
import numpy

HERE = pathlib.Path(__file__).parent
GOLDEN_DEVICE = 'Mesa 22.3'
APART = 0.02                     # of full scale: a pixel that is farther off counts
MOST_APART = {True: 0.002, False: 0.02}   # share of pixels, on the golden device and on others
MOST_MEAN = {True: 0.001, False: 0.002}   # of full scale
TOOLS_PX = 70                    # above the picture of a row; not compared: a new button would change every picture


def pixels(path):
    done = subprocess.run(['convert', path, '-depth', '8', 'ppm:-'], capture_output=True, check=True).stdout
    _, width, height, _ = done[:32].split(None, 4)[:4]
    return numpy.frombuffer(done[-3 * int(width) * int(height):], numpy.uint8).reshape(int(height), int(width), 3)


def write(path, rgb):
    head = f'P6 {rgb.shape[1]} {rgb.shape[0]} 255\n'.encode()
    subprocess.run(['convert', 'ppm:-', path], input=head + rgb.astype(numpy.uint8).tobytes(), check=True)


def draw(drawn, longview):
    doctor = subprocess.run([longview, 'doctor', '--gpu', 'llvmpipe'], capture_output=True, text=True).stdout
    shutil.rmtree(drawn, ignore_errors=True)
    if 'llvmpipe' not in doctor:
        print('SKIPPED: there is no lavapipe here, which the golden pictures are drawn by')
        return 0
    drawn.mkdir()
    (drawn / 'demo').symlink_to(drawn.parent / 'demo')
    (drawn / 'device').write_text(doctor)
    script = HERE / 'looks.script'
    return subprocess.run([longview, '--headless', '--gpu', 'llvmpipe', '--script', script], cwd=drawn).returncode


def compare(drawn, name):
    if not drawn.exists():
        print('SKIPPED: nothing was drawn')
        return 0
    golden, got = pixels(HERE / f'{name}.png').astype(int), pixels(drawn / f'{name}.png').astype(int)
    if golden.shape != got.shape:
        print(f'{name}: {got.shape[1]} x {got.shape[0]} pixels, golden {golden.shape[1]} x {golden.shape[0]}')
        return 1
    if name != 'matrix':
        golden, got = golden[TOOLS_PX:], got[TOOLS_PX:]
    off = numpy.abs(got - golden).max(axis=2) / 255
    at_home = GOLDEN_DEVICE in (drawn / 'device').read_text()
    share, mean = (off > APART).mean(), off.mean()
    print(f'{name}: largest deviation {off.max():.1%}, mean {mean:.3%} of full scale; '
          f'{share:.3%} of the pixels are more than {APART:.0%} off')
    if share <= MOST_APART[at_home] and mean <= MOST_MEAN[at_home]:
        return 0
    write(drawn / f'{name}-difference.png', numpy.clip(8 * numpy.abs(got - golden), 0, 255))
    print(f'at most {MOST_APART[at_home]:.1%} and a mean of {MOST_MEAN[at_home]:.1%} may be; see', drawn / f'{name}.png',
          'and', drawn / f'{name}-difference.png')
    return 1


def accept(drawn):
    for golden in HERE.glob('*.png'):
        shutil.copy(drawn / golden.name, golden)
    return 0


if __name__ == '__main__':
    work = {'draw': draw, 'compare': compare, 'accept': accept}[sys.argv[1]]
    sys.exit(work(pathlib.Path(sys.argv[2]).resolve() / 'golden', *sys.argv[3:]))
