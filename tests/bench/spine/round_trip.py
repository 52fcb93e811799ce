#!/usr/bin/python3
"""Two scans of one spine, lined up level by level forward and backward: what a point is off after the way there and back.

usage: round_trip.py LONGVIEW A B [A B …] [--limit MM]     A, B: a NIfTI file or the folder of one DICOM series, sagittal

For every good level whose way back is good too: the greatest and the median distance in the plane of the slices, of points
within 15 mm of the level. Exits 1 when a level is over the limit, or none was good both ways."""
import argparse, json, subprocess, sys, tempfile

import numpy as np

AROUND = 15*np.array([(0, y, z) for y in (-1, 0, 1) for z in (-1, 0, 1)], float)    # in the plane of sagittal slices


def levels(longview, fixed, moving):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([longview, 'register', fixed, moving, '--spine', '--json', '-o', f'{folder}/T.tfm'],
                             capture_output=True, text=True)
    if run.returncode not in (0, 3):
        sys.exit(f'{fixed} {moving}: {run.stderr}')
    return [(np.array(level['point']), np.array(level['transform'])) for level in json.loads(run.stdout)['levels']
            if level['verdict'] == 'good']


def carried(pose, points):
    return points @ pose[:3, :3].T+pose[:3, 3]


def round_trips(there, back):
    """Of each level there: how far the points about it are off when they are back. The levels back lie at other places, so
    the pose back is taken between the two nearest, as the map between levels does."""
    for point, pose in there:
        landed = carried(pose, point)
        away = lambda level: np.linalg.norm((level[0]-landed)[1:])      # each scan's points lie in its own middle slice
        near = sorted(back, key=away)[:2]
        if len(near) == 2 and away(near[0]) < 8:
            share = away(near[0])/(away(near[0])+away(near[1]))
            home = (1-share)*near[0][1]+share*near[1][1]
            off = carried(home, carried(pose, point+AROUND))-(point+AROUND)
            yield np.linalg.norm(off[:, 1:], axis=1).max()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('longview')
    parser.add_argument('scans', nargs='+')
    parser.add_argument('--limit', type=float)
    options = parser.parse_args()
    failed = False
    print('levels there / back / both   median   90 %   most, mm')
    for a, b in zip(options.scans[::2], options.scans[1::2]):
        there, back = levels(options.longview, a, b), levels(options.longview, b, a)
        off = list(round_trips(there, back))
        figures = f'{np.median(off):7.2f} {np.percentile(off, 90):7.2f} {max(off):7.2f}' if off else 'none good both ways'
        print(f'{len(there):6} {len(back):6} {len(off):6}   {figures}   {a} {b}', flush=True)
        failed |= not off or (options.limit is not None and max(off) > options.limit)
    sys.exit(failed)


if __name__ == '__main__':
    main()
