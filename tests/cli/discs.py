#!/usr/bin/python3
"""Discs scanned as stacks of their own, on three dates between which the spine bends: each is lined up by what the row that shows the
spine from the side knows, on its own pictures.

usage: discs.py LONGVIEW
"""
import json, os, pathlib, subprocess, sys, tempfile

import numpy as np

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / 'support'))
import lumbar_discs

DATA = pathlib.Path(os.environ.get('LONGVIEW_DATA') or TESTS.parent.parent / 'shared/data')
MOST_IN_PLANE_MM = 0.8     # at the edge of a body
NEAR_MM = 12               # of a stack's middle, along the spine


def align(longview, folders, out):
    done = subprocess.run([longview, 'align', *map(str, folders), '--row', 't2 axial', '-o', out], capture_output=True, text=True,
                          timeout=600)
    assert done.returncode in (0, 3), done.stdout + done.stderr
    return json.loads((out / 'report.json').read_text())


def in_plane_mm(level, truth, middle):
    """The worst of four points around the middle of a disc."""
    pose, off = np.array(level['transform']), []
    for x, y in ((-20, 0), (20, 0), (0, -17), (0, 17)):
        point = np.append(middle + [x, y, 0], 1)
        apart = truth[:3, :3].T @ ((pose - truth) @ point)[:3]
        off.append(np.hypot(apart[0], apart[1]))
    return max(off)


def judge(report, truth):
    """Every stack of every date has a good level near it, and each of these is where the truth says."""
    worst, said = 0, []
    for entry, stacks in zip(report['dates'][1:], list(truth.values())[1:]):
        levels = [l for l in entry.get('levels', []) if l['verdict'] == 'good']
        for middle, pose in stacks:
            spine = middle[2]
            near = [l for l in levels if abs(l['point'][2] - spine) <= NEAR_MM]
            off = [in_plane_mm(l, pose, middle) for l in near]
            said.append((entry['date'], round(float(spine)), [round(o, 2) for o in off],
                         [round(l['uncertainty_mm'], 2) for l in near]))
            worst = max([worst, *off])
    print(*said, sep='\n')
    return worst, [s for s in said if not s[2]]


def check(longview, folders, truth, out):
    """Every stack that both dates show has its good levels, where they belong."""
    worst, missing = judge(align(longview, folders, out), truth)
    assert not missing, missing
    assert worst <= MOST_IN_PLANE_MM, worst


SCRIPT = """
wait scanned
row "t2 axial"
wait aligned 600
date 3
expect chip ~ "bends: lined up level by level"
expect how ~ "level as another row has it, not confirmed"
quit
"""


def check_window(longview, folders, script):
    script.write_text(SCRIPT)
    done = subprocess.run([longview, '--headless', '--script', script, *folders], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr


def main(longview):
    if not (DATA / 'lumbar_years').exists():
        sys.exit(print('SKIPPED: there is no lumbar_years'))
    from_the_side = DATA / 'lumbar_years/DICOM'
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        truth = lumbar_discs.write(DATA, place / 'discs')
        check(longview, [from_the_side, place / 'discs'], truth, place / 'out')
        check_window(longview, [from_the_side, place / 'discs'], place / 'script')
        # Without the row from the side each stack begins where the whole lies, or its neighbour.
        check(longview, [place / 'discs'], truth, place / 'alone')
        # The first disc of one date is not the first of another.
        other = lumbar_discs.write(DATA, place / 'other', drop=[('B', 0), ('C', 4), ('C', 0), ('C', 1)])
        check(longview, [from_the_side, place / 'other'], other, place / 'others')


main(pathlib.Path(sys.argv[1]))
