#!/usr/bin/python3
"""The map of a bent spine as other programs read it. usage: spine_field.py LONGVIEW; without data it says SKIPPED.

The displacement field, read byte by byte, against the levels that `register` states; where SimpleITK is installed (it is
not needed: pip install SimpleITK), the moving scan resampled by it with the field against `--resampled`."""
import gzip, json, os, struct, subprocess, sys, tempfile

import numpy as np

DATA = os.environ.get('LONGVIEW_DATA', '../shared/data')
YEARS = os.path.join(DATA, 'lumbar_years/DICOM')
LPS_FROM_RAS = np.diag([-1., -1., 1., 1.])
GREY_LEVELS = 0.51      # what --resampled writes is whole
AT_LEVELS_MM = 0.5      # the levels are joined smoothly, so that no level's pose is kept quite


def read_field(path):
    """Vectors [x, y, z, axis] and the matrix from voxels to LPS (https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h)."""
    data = gzip.open(path).read()
    assert struct.unpack_from('<i', data, 0)[0] == 348
    dim = struct.unpack_from('<8h', data, 40)
    assert dim[0] == 5 and dim[4:6] == (1, 3), dim
    assert struct.unpack_from('<h', data, 68)[0] == 1007, 'the intent is no vector'
    assert struct.unpack_from('<h', data, 70)[0] == 16, 'no floats'
    start = int(struct.unpack_from('<f', data, 108)[0])
    rows = np.array(struct.unpack_from('<12f', data, 280)).reshape(3, 4)
    field = np.frombuffer(data, '<f4', 3*dim[1]*dim[2]*dim[3], start).reshape((*dim[1:4], 3), order='F')
    return field, LPS_FROM_RAS @ np.vstack([rows, [0, 0, 0, 1]])


def check_levels(field, lps_from_voxel, levels):
    checked = 0
    for level in levels:
        point, pose = np.append(level['point'], 1.), np.array(level['transform'])
        voxel = np.rint(np.linalg.inv(lps_from_voxel) @ point)[:3].astype(int)
        if level['verdict'] != 'good' or (voxel < 0).any() or (voxel >= field.shape[:3]).any():
            continue
        there = lps_from_voxel @ np.append(voxel, 1.)
        off = np.linalg.norm((pose @ there - there)[:3] - field[tuple(voxel)])
        assert off < AT_LEVELS_MM, f'{off:.2f} mm off at {level["point"]}'
        checked += 1
    print(f'{checked} levels within {AT_LEVELS_MM} mm')
    assert checked >= 10


def check_with_simpleitk(folder, resampled):
    try:
        import SimpleITK as sitk
    except ImportError:
        return print('SimpleITK is not installed: not asked')
    moving_files = sitk.ImageSeriesReader.GetGDCMSeriesFileNames(f'{YEARS}/2021/S3')
    moving = sitk.ReadImage(moving_files, sitk.sitkFloat32)
    field = sitk.ReadImage(f'{folder}/field.nii.gz', sitk.sitkVectorFloat64)
    ours = sitk.ReadImage(resampled, sitk.sitkFloat32)
    vectors = sitk.GetArrayFromImage(field)      # before the transform takes it away
    theirs = sitk.GetArrayFromImage(sitk.Resample(moving, ours, sitk.DisplacementFieldTransform(field), sitk.sitkLinear, 0.))
    inside = lies_between_slices(ours, vectors, moving)
    off = np.abs(sitk.GetArrayFromImage(ours)-theirs)[inside]
    print(f'SimpleITK: {inside.mean():.0%} of the voxels lie in the moving scan; at most {off.max():.2f} of a grey level off there')
    assert inside.mean() > 0.3 and off.max() < GREY_LEVELS


def lies_between_slices(ours, vectors, moving):
    """Where the field leads between voxel centres of the moving scan; half a voxel further SimpleITK still gives a value."""
    matrix_of = lambda image: np.array(image.GetDirection()).reshape(3, 3)*image.GetSpacing()
    z, y, x = np.indices(vectors.shape[:3])
    points = np.stack([x, y, z], -1) @ matrix_of(ours).T + ours.GetOrigin() + vectors
    voxels = (points-moving.GetOrigin()) @ np.linalg.inv(matrix_of(moving)).T
    return ((voxels >= 0) & (voxels <= np.array(moving.GetSize())-1)).all(-1)


def main(longview):
    if not os.path.isdir(YEARS):
        return print('SKIPPED: there is no lumbar_years')
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([longview, 'register', f'{YEARS}/2018/S3', f'{YEARS}/2021/S3', '--spine', '--json', '--metric', 'cpu',
                              '-o', f'{folder}/T.tfm', '--resampled', f'{folder}/r.nii.gz', '--field', f'{folder}/field.nii.gz'],
                             capture_output=True, text=True)
        assert run.returncode in (0, 3), run.stdout+run.stderr
        field, lps_from_voxel = read_field(f'{folder}/field.nii.gz')
        check_levels(field, lps_from_voxel, json.loads(run.stdout)['levels'])
        check_with_simpleitk(folder, f'{folder}/r.nii.gz')


main(sys.argv[1])
