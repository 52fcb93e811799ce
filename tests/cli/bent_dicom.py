#!/usr/bin/python3
"""`align --dicom` of a spine that bends: the Deformable Spatial Registration is valid, and whoever goes by it (PS3.3
C.20.3.1.1) draws the pictures that are written beside it.

usage: bent_dicom.py LONGVIEW
"""
import os, pathlib, sys, tempfile

import numpy as np
import pydicom
from scipy.ndimage import map_coordinates

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from dicom_out import run, series, stack, valid

DATA = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
SPINE = pathlib.Path(DATA, 'lumbar_years')


def mapped(registration, points):
    """Where points of the reference (N x 3, mm) lie in the date, as the object says."""
    item = registration.DeformableRegistrationSequence[0]
    grid = item.DeformableRegistrationGridSequence[0]
    along = np.array(grid.ImageOrientationPatient, float).reshape(2, 3)
    axes = np.array([*along, np.cross(*along)])
    index = (points - np.array(grid.ImagePositionPatient, float)) @ axes.T / np.array(grid.GridResolution, float)
    vectors = np.frombuffer(grid.VectorGridData, '<f4').reshape(*grid.GridDimensions[::-1], 3)
    offset = np.stack([map_coordinates(vectors[..., c], index[:, ::-1].T, order=1, mode='nearest') for c in range(3)], 1)
    before, after = (np.array(item[name][0].FrameOfReferenceTransformationMatrix, float).reshape(4, 4) for name in
                     ('PreDeformationMatrixRegistrationSequence', 'PostDeformationMatrixRegistrationSequence'))
    moved = points @ before[:3, :3].T + before[:3, 3] + offset
    return moved @ after[:3, :3].T + after[:3, 3], vectors


def drawn(original, points):
    _, values, affine = original
    inverse = np.linalg.inv(affine)
    return map_coordinates(values, (points @ inverse[:3, :3].T + inverse[:3, 3]).T, order=1, cval=-1)


def originals_by_uid():
    found = {}
    for file in (f for f in SPINE.rglob('*') if f.is_file() and f.read_bytes()[128:132] == b'DICM'):
        ds = pydicom.dcmread(file)
        found.setdefault(ds.SeriesInstanceUID, []).append(ds)
    return found


def check(folder, originals):
    """False: the date is the reference, or is not bent."""
    registration = pydicom.dcmread(folder / 'registration.dcm')
    if 'DeformableRegistrationSequence' not in registration:
        return False
    files, values, affine = series(folder)
    source = originals[registration.ReferencedSeriesSequence[0].SeriesInstanceUID]
    index = np.indices(values.shape).reshape(3, -1).T
    points, vectors = mapped(registration, index @ affine[:3, :3].T + affine[:3, 3])
    seen = drawn(stack(source), points)
    inside = seen >= 0
    off = np.abs(seen - values.reshape(-1))[inside] / values.max()
    print(f'{folder.name}: bends by {np.linalg.norm(vectors, axis=3).max():.1f} mm; of its voxels 99 % are within '
          f'{100 * np.percentile(off, 99):.2f} % of the brightest; {(folder / "registration.dcm").stat().st_size / 1e6:.1f} MB')
    assert inside.mean() > 0.5 and np.percentile(off, 99) < 0.01
    return True


def main(longview):
    if not SPINE.exists():
        sys.exit(print('SKIPPED: there is no lumbar_years'))
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        run(longview, 'align', SPINE, '--row', 't2 sagittal', '-o', place / 'out', '--dicom', place / 'dicom')
        originals = originals_by_uid()
        bent = [check(folder, originals) for folder in sorted((place / 'dicom').iterdir())]
        assert bent.count(True) == 2, bent
        print(valid(place / 'dicom'))


if __name__ == '__main__':
    main(*sys.argv[1:])
