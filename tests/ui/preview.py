#!/usr/bin/python3
"""Whoever asks for a film sees it before it is written, in the plane, slice and look that are set up: grey level by grey level
what the film will hold. A pair alone is filmed where one is compared. The button beside the sentence shows the film's folder.

usage: preview.py LONGVIEW DEMO
"""
import os, pathlib, subprocess, sys, tempfile
import numpy

SCRIPT = '''size 1000 760
open "{demo}"
wait scanned
row "flair axial brain"
wait idle
plane sagittal
point 20 0 0
look swipe
key e ctrl
frames 8
shot "{folder}/title.png"
frames 157
shot "{folder}/later.png"
click "Cancel"
frames 3
shot "{folder}/cancelled.png"
pair 2 4
film "{folder}/pair.png"
wait idle
frames 3
click "Show in folder"
frames 3
'''
SIZE, GAP = (480, 270), 6
OPENER = '#!/bin/sh\nprintf %s "$1" > "$SHOWN"\n'


def pixels(source):
    done = subprocess.run(['convert', source, '-depth', '8', 'ppm:-'], capture_output=True, check=True).stdout
    _, width, height, _ = done[:32].split(None, 4)[:4]
    return numpy.frombuffer(done[-3 * int(width) * int(height):], numpy.uint8).reshape(int(height), int(width), 3).astype(int)


def same(a, b):
    return a.shape == b.shape and abs(a - b).max() <= 1


def place_in(screen, picture):
    """Upper left of the picture in the screen; None: it is nowhere."""
    height, width, _ = picture.shape
    line = picture[height // 2]
    for y in range(screen.shape[0] - height + 1):
        for x in range(screen.shape[1] - width + 1):
            if same(screen[y + height // 2, x:x + width], line) and same(screen[y:y + height, x:x + width], picture):
                return x, y
    return None


def main(longview, demo):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'it.script').write_text(SCRIPT.format(demo=os.path.abspath(demo), folder=folder))
        (folder / 'xdg-open').write_text(OPENER)
        (folder / 'xdg-open').chmod(0o755)
        subprocess.run([longview, '--headless', '--script', folder / 'it.script'], check=True,
                       env={**os.environ, 'PATH': f'{folder}:{os.environ["PATH"]}', 'SHOWN': f'{folder}/shown'})
        # A sheet holds the film's title, then for each two dates the middle of the swipe and the later date.
        subprocess.run([longview, 'export', demo, '--row', 'flair axial brain', '--plane', 'sagittal', '--slice', '20', '--look', 'sweep',
                        '--size', '%dx%d' % SIZE, '-o', folder / 'sheet.png'], check=True)
        if os.environ.get('KEEP'):
            subprocess.run(['cp', '-r', f'{folder}/.', os.environ['KEEP']])
        sheet, title, later, cancelled, pair = (pixels(folder / f'{n}.png') for n in ('sheet', 'title', 'later', 'cancelled', 'pair'))
        width, height = SIZE
        first, third = sheet[:height, :width], sheet[:height, 2 * (width + GAP):2 * (width + GAP) + width]
        place = place_in(title, first)
        assert place, 'the film\'s title is not on the screen'
        x, y = place
        assert same(later[y:y + height, x:x + width], third), 'the second date is not on the screen after 5.5 s'
        assert place_in(cancelled, first) is None
        assert pair.shape == (2 * 720 + GAP, 2 * 1280 + GAP, 3), pair.shape     # title, swipe and later date
        assert (folder / 'shown').read_text() == name
        print(f'at {x}, {y} the title, then the second date, no grey level off')


main(*sys.argv[1:])
