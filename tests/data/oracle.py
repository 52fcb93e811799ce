#!/usr/bin/python3
"""Positions and values of the volumes that longview reads, against pydicom + numpy (gdcm where compressed).

usage: oracle.py DUMP_VOLUMES FOLDER…        (folders below $LONGVIEW_DATA, default ../shared/data)
For each series: the corners of the first, middle and last slice and an off-centre marker lie where ImagePositionPatient,
ImageOrientationPatient and PixelSpacing put them (0.01 mm; evenly spaced stacks whose positions were rounded to 0.1 mm:
0.15 mm), and hold the values that pydicom decodes (exactly, after rescale; 1/65535 of the range where slices differ in scale).
"""
import json, os, subprocess, sys, tempfile, warnings

import numpy as np
import pydicom

warnings.filterwarnings('ignore')
CLEAN = 0.01
ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')


def groups(data, frame, name, inner):
    """An attribute of the frame: its own functional group, the shared one, or the top level."""
    for sequence in (data.get('PerFrameFunctionalGroupsSequence'), data.get('SharedFunctionalGroupsSequence')):
        if sequence:
            item = sequence[frame if len(sequence) > 1 or sequence is data.get('PerFrameFunctionalGroupsSequence') else 0]
            if name in item and inner in item[name][0]:
                return item[name][0].get(inner)
    return data.get(inner)


def plane_of(data, frame):
    position = groups(data, frame, 'PlanePositionSequence', 'ImagePositionPatient')
    orientation = groups(data, frame, 'PlaneOrientationSequence', 'ImageOrientationPatient')
    spacing = groups(data, frame, 'PixelMeasuresSequence', 'PixelSpacing')
    return [np.array(v, float) for v in (position, orientation[:3], orientation[3:], spacing)]


def values_of(data, frame):
    pixels = data.pixel_array
    pixels = (pixels[frame] if pixels.ndim == 3 else pixels).astype(float)
    slope = groups(data, frame, 'PixelValueTransformationSequence', 'RescaleSlope')
    intercept = groups(data, frame, 'PixelValueTransformationSequence', 'RescaleIntercept')
    if 'PixelPaddingValue' in data:
        padding = pixels == data.PixelPaddingValue
        pixels[padding] = pixels[~padding].min()
    return pixels * float(1 if slope is None else slope) + float(intercept or 0)


def check(series, folder):
    x, y, z = series['size']
    samples = np.fromfile(os.path.join(folder, series['raw']), np.uint16).reshape(z, y, x)
    volume = samples * series['scale'] + series['offset']
    scan_from_voxel = np.array(series['scan_from_voxel'])
    points = [(0, 0), (x - 1, 0), (0, y - 1), (x - 1, y - 1), (3 * x // 4, y // 3)]
    worst = 0.0
    for k in sorted({0, z // 2, 2 * z // 5, z - 1}):
        slice_ = series['slices'][k]
        data = pydicom.dcmread(slice_['file'], force=True)
        position, row, column, spacing = plane_of(data, slice_['frame'])
        for i, j in points:
            theirs = position + row * spacing[1] * i + column * spacing[0] * j
            ours = (scan_from_voxel @ [i, j, slice_['coordinate'], 1])[:3]
            worst = max(worst, np.abs(theirs - ours).max())
        expected = values_of(data, slice_['frame'])
        step = max(1e-3, series['scale'] * 0.51) if series['scale'] not in (1.0,) else 1e-6
        error = np.abs(volume[k] - expected).max()
        if error > step and error > 1e-6 * np.abs(expected).max():
            return f'slice {k}: a value differs by {error:g}'
    rounded = 'GE' in data.get('Manufacturer', '') and worst < 0.15
    if worst > CLEAN and not rounded:
        return f'a corner lies {worst:.3f} mm away'
    return None


def main():
    tool, folders = sys.argv[1], [os.path.join(ROOT, folder) for folder in sys.argv[2:]]
    if not all(map(os.path.isdir, folders)):
        print('SKIPPED: no real data at', folders[0])
        return 0
    failed = checked = 0
    for folder in folders:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([tool, folder, out], check=True)
            for series in json.load(open(os.path.join(out, 'index.json'))):
                if series['flat'] or series['tiles_across']:
                    continue
                fault = check(series, out) if 'raw' in series else series['error']
                checked += 1
                failed += bool(fault)
                name = f"{os.path.basename(folder)} {series['description']!r} part {series['part']}"
                print(f"{'FAILED' if fault else 'ok'}: {name} {series['size']}{': ' + fault if fault else ''}")
    print(f'{checked} series checked, {failed} failed')
    return 1 if failed or not checked else 0


if __name__ == '__main__':
    sys.exit(main())
