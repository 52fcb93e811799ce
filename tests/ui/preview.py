#!/usr/bin/python3
"""Whoever asks for a film sees it before it is written: picture for picture what the film will hold.

usage: preview.py LONGVIEW DEMO
"""
import os, pathlib, subprocess, sys, tempfile
import numpy

SCRIPT = '''size 1000 760
open "{demo}"
wait scanned
row "flair axial brain"
wait idle
key e ctrl
frames 8
shot "{folder}/title.png"
frames 120
shot "{folder}/later.png"
click "Cancel"
frames 3
shot "{folder}/cancelled.png"
'''
SIZE = 480, 270


def pixels(source):
    done = subprocess.run(['convert', source, '-depth', '8', 'ppm:-'], capture_output=True, check=True).stdout
    _, width, height, _ = done[:32].split(None, 4)[:4]
    return numpy.frombuffer(done[-3 * int(width) * int(height):], numpy.uint8).reshape(int(height), int(width), 3).astype(int)


def place_in(screen, picture):
    """Upper left of the picture in the screen; None: it is nowhere."""
    height, width, _ = picture.shape
    line = picture[height // 2]
    for y in range(screen.shape[0] - height + 1):
        for x in range(screen.shape[1] - width + 1):
            if abs(screen[y + height // 2, x:x + width] - line).max() <= 1 and abs(screen[y:y + height, x:x + width] - picture).max() <= 1:
                return x, y
    return None


def main(longview, demo):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'it.script').write_text(SCRIPT.format(demo=os.path.abspath(demo), folder=folder))
        subprocess.run([longview, '--headless', '--script', folder / 'it.script'], check=True)
        subprocess.run([longview, 'export', demo, '--row', 'flair axial brain', '--size', '%dx%d' % SIZE, '-o', folder / 'film'],
                       check=True)
        film = sorted((folder / 'film').iterdir())
        first = pixels(film[0])
        title, later, cancelled = (pixels(folder / f'{shot}.png') for shot in ('title', 'later', 'cancelled'))
        place = place_in(title, first)
        assert place, 'the film\'s first picture is not on the screen'
        x, y = place
        seen = later[y:y + SIZE[1], x:x + SIZE[0]]
        about_now = range(100, 140)         # one each thirtieth of a second, as the script's frames are
        off = {number: abs(pixels(film[number]) - seen).max() for number in about_now}
        number = min(off, key=off.get)
        print(f'the title at {x}, {y}; later the film\'s picture {number} of {len(film)}, at most {off[number]} grey levels off')
        assert off[number] <= 1
        assert place_in(cancelled, first) is None
    return 0


sys.exit(main(*sys.argv[1:]))
