#!/usr/bin/python3
"""Volumes that longview reads, against NIfTI files of the same data: from the origin, or made here by dcm2niix.

usage: oracle_nifti.py DUMP_VOLUMES DICOM_FOLDER_OR_FILE [EXPECTED.nii]      (paths below $LONGVIEW_DATA, default ../shared/data)
Every voxel of the NIfTI lies on a voxel of ours (0.02 mm) and has the same value (1e-4 of the range: NIfTI rescales in
float). Mosaics and grids are where this matters: their slices have no position of their own.
"""
import glob, json, os, subprocess, sys, tempfile

import nibabel
import numpy as np

ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
LPS_FROM_RAS = np.diag([-1, -1, 1, 1])


def same(series, folder, nifti):
    x, y, z = series['size']
    if sorted(nifti.shape[:3]) != sorted([x, y, z]):
        return 'size'
    samples = np.fromfile(os.path.join(folder, series['raw']), np.uint16).reshape(z, y, x)
    ours = samples * series['scale'] + series['offset']
    voxel_from_theirs = np.linalg.inv(series['scan_from_voxel']) @ LPS_FROM_RAS @ nifti.affine
    grid = np.indices(nifti.shape[:3]).reshape(3, -1)
    places = (voxel_from_theirs @ np.vstack([grid, np.ones(grid.shape[1])]))[:3]
    index = np.rint(places).astype(int)
    spacing = np.linalg.norm(np.array(series['scan_from_voxel'])[:3, :3], axis=0)
    off = (np.abs(places - index) * spacing[:, None]).max()
    if off > 0.02:
        return f'{off:.3f} mm off'
    if index.min() < 0 or (index.max(axis=1) >= [x, y, z]).any():
        return 'elsewhere'
    values = np.asarray(nifti.dataobj, float)
    for t in range(values.shape[3] if values.ndim == 4 else 1):
        theirs = (values[..., t] if values.ndim == 4 else values)[tuple(grid)]
        if np.abs(theirs - ours[index[2], index[1], index[0]]).max() <= 1e-4 * np.abs(theirs).max():
            return None
    return 'values'


def main():
    tool, (source, *expected) = sys.argv[1], [os.path.join(ROOT, path) for path in sys.argv[2:]]
    if not os.path.exists(source):
        print('SKIPPED: no real data at', source)
        return 0
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([tool, source, out], check=True)
        if not expected:
            subprocess.run(['dcm2niix', '-b', 'n', '-z', 'n', '-m', 'n', '-p', 'n', '-o', out, source], check=True, stdout=subprocess.DEVNULL)
            expected = glob.glob(out + '/*.nii')
        niftis = [nibabel.load(path) for path in expected]
        failed = 0
        all_series = json.load(open(os.path.join(out, 'index.json')))
        for series in all_series:
            faults = [same(series, out, n) for n in niftis] if 'raw' in series else [series.get('error')]
            good = None in faults
            failed += not good
            print(f"{'ok' if good else 'FAILED'}: {series['description']!r} part {series['part']} {series['size']}", '' if good else faults)
    print(f'{len(all_series)} volumes against {len(niftis)} NIfTI files, {failed} failed')
    return 1 if failed or not all_series else 0


sys.exit(main())
