#!/usr/bin/python3
"""A date whose header states a wrong distance of slices: the window says so, takes the true one at a click, and keeps it in the
session, which other commands follow.

usage: slice_spacing.py LONGVIEW DEMO [FOLDER of the pictures to look at]
"""
import json, pathlib, subprocess, sys, tempfile

import pydicom

FIRST, SECOND = '20090417', '20110304'
WRONG = 1.12            # times too near each other lie the second date's slices by its header
MOST_WRONG = 0.01       # of the distance that is suggested

SCRIPT = '''size 1280 1400
open "{folder}/in"
wait scanned
row "flair axial brain"
wait idle
date 2
frames 4
expect chip ~ "its size may be wrong"
shot "{folder}/doubt.png"
slice-spacing
wait scanned
wait idle
date 2
frames 4
expect chip ~ "lined up within"
shot "{folder}/taken.png"
save-session "{folder}/it.longview"
click "Take the header's distance"
wait scanned
wait idle
date 2
expect chip ~ "its size may be wrong"
key z ctrl
wait scanned
wait idle
date 2
expect chip ~ "lined up within"
key y ctrl
wait scanned
wait idle
date 2
expect chip ~ "its size may be wrong"
quit
'''


def pictures(demo):
    """The FLAIR slices of two dates, in the order of their names."""
    for path in sorted(pathlib.Path(demo).rglob('*')):
        if not path.is_file() or path.suffix == '.txt':
            continue
        try:
            picture = pydicom.dcmread(path)
        except pydicom.errors.InvalidDicomError:
            continue
        if (picture.get('StudyDate'), picture.get('SeriesDescription')) in ((FIRST, 'Ax FLAIR'),
                                                                           (SECOND, 't2_tirm_tra_dark-fluid')):
            yield picture


def write_with_wrong_header(demo, folder):
    """The true distance of the second date's slices, mm."""
    places = []
    for number, picture in enumerate(pictures(demo)):
        if picture.StudyDate == SECOND:
            places.append([float(x) for x in picture.ImagePositionPatient])
            picture.ImagePositionPatient = [round(f + (x - f) / WRONG, 4) for f, x in zip(places[0], places[-1])]
        picture.save_as(folder / f'{number}.dcm')
    ends = [min(places, key=lambda p: p[2]), max(places, key=lambda p: p[2])]
    return sum((a - b) ** 2 for a, b in zip(*ends)) ** 0.5 / (len(places) - 1)


def run(longview, *arguments):
    done = subprocess.run([longview, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 3), done.stdout + done.stderr
    return done.stdout


def verdict(longview, scans, out):
    run(longview, 'align', scans, '--row', 'flair', '-o', out)
    return json.loads(next(out.glob('*.json')).read_text())['dates'][1]['verdict']


def main():
    longview, demo = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / 'in').mkdir()
        true_mm = write_with_wrong_header(demo, folder / 'in')
        assert verdict(longview, folder / 'in', folder / 'before') != 'good'
        (folder / 'it.script').write_text(SCRIPT.format(folder=folder))
        run(longview, '--headless', '--script', folder / 'it.script')
        session = folder / 'it.longview'
        said_mm = json.loads(session.read_text())['corrections']['slice_spacings'][0]['mm']
        assert abs(said_mm / true_mm - 1) < MOST_WRONG, (said_mm, true_mm)
        assert verdict(longview, session, folder / 'after') == 'good'
        assert 'as typed; its header says' in run(longview, 'index', session), 'index does not say it'
        if len(sys.argv) > 3:
            for name in ('doubt.png', 'taken.png'):
                (folder / name).rename(pathlib.Path(sys.argv[3], name))


main()
