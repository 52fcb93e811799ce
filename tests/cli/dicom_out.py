#!/usr/bin/python3
"""`align --dicom`: what it writes is valid DICOM, holds the voxels and geometry of `--resampled`'s NIfTI, comes out the
same a second time, and is the same row when longview reads it.

usage: dicom_out.py LONGVIEW DEMO_FOLDER
"""
import json, os, pathlib, shutil, subprocess, sys, tempfile, uuid

import gdcm
import nibabel
import numpy as np
import pydicom

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../bench/registration'))
import rigid

ROW = 'flair axial brain'
LPS_FROM_RAS = np.diag([-1, -1, 1, 1])


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    assert done.returncode in (0, 3), (arguments, done.stdout, done.stderr)
    return done.stdout


def series(folder):
    """Voxels (column, row, slice) and where they lie (LPS), as the standard says."""
    return stack([pydicom.dcmread(f) for f in folder.glob('[0-9]*.dcm')])


def stack(files):
    files = sorted(files, key=lambda f: f.InstanceNumber)
    values = np.stack([f.pixel_array.T * float(f.get('RescaleSlope', 1)) + float(f.get('RescaleIntercept', 0))
                       for f in files], axis=2)
    first, last = (np.array(f.ImagePositionPatient, float) for f in (files[0], files[-1]))
    along_row, along_column = np.array(files[0].ImageOrientationPatient, float).reshape(2, 3)
    affine = np.eye(4)
    affine[:3, 0] = along_row * float(files[0].PixelSpacing[1])
    affine[:3, 1] = along_column * float(files[0].PixelSpacing[0])
    affine[:3, 2] = (last - first) / (len(files) - 1)
    affine[:3, 3] = first
    return files, values, affine


def same_to_gdcm(folder, files):
    """GDCM reads the values that pydicom reads."""
    for path in folder.glob('[0-9]*.dcm'):
        reader = gdcm.ImageReader()
        reader.SetFileName(str(path))
        assert reader.Read(), path
        # Its Python hands bytes over as text, each byte a code point below 256 or a lone surrogate.
        raw = reader.GetImage().GetBuffer().encode('utf-8', 'surrogateescape')
        expected = next(f for f in files if f.InstanceNumber == int(path.stem))
        assert raw == expected.PixelData, path


def same_as_nifti(folder, nifti):
    files, values, affine = series(folder)
    image = nibabel.load(nifti)
    assert np.abs(affine - LPS_FROM_RAS @ image.affine).max() < 1e-3, (affine, image.affine)
    assert np.array_equal(values, image.get_fdata()), 'other voxels than the NIfTI'
    return files


def same_to_dcm2niix(folder, nifti, place):
    run('dcm2niix', '-f', folder.name, '-o', place, folder)
    theirs, ours = (nibabel.as_closest_canonical(nibabel.load(f)) for f in (place / f'{folder.name}.nii', nifti))
    assert np.abs(theirs.affine - ours.affine).max() < 1e-3, (theirs.affine, ours.affine)
    assert np.array_equal(theirs.get_fdata(), ours.get_fdata()), 'dcm2niix reads other voxels'


def named_as_the_source(files, originals):
    """Patient and study of the date's own files, nothing taken for an original, every UID its own."""
    source = originals[files[0].SourceImageSequence[0].ReferencedSOPInstanceUID]
    for file in files:
        for word in ('PatientName', 'PatientID', 'PatientBirthDate', 'StudyInstanceUID', 'StudyDate', 'Manufacturer'):
            assert file.get(word) == source.get(word), word
        assert list(file.ImageType) == ['DERIVED', 'SECONDARY', 'RESAMPLED'] and file.BurnedInAnnotation == 'NO'
        assert {r.ReferencedSOPInstanceUID for r in file.SourceImageSequence} <= set(originals)
        made = uuid.UUID(int=int(file.SOPInstanceUID.removeprefix('2.25.')))
        assert (made.version, made.variant) == (8, uuid.RFC_4122), made
        assert file.SOPInstanceUID not in originals and file.SeriesInstanceUID != source.SeriesInstanceUID
    assert len({f.SOPInstanceUID for f in files}) == len(files)
    return source


def maps_as_the_transform(folder, transform):
    """The registration object maps the date's points to the reference's; the .tfm file the other way."""
    spaces = pydicom.dcmread(folder / 'registration.dcm').RegistrationSequence
    matrices = [np.array(s.MatrixRegistrationSequence[0].MatrixSequence[0].FrameOfReferenceTransformationMatrix,
                         float).reshape(4, 4) for s in spaces]
    assert np.array_equal(matrices[0], np.eye(4))
    if len(matrices) == 2:
        to_date = rigid.LPS @ rigid.read_itk(transform) @ rigid.LPS
        assert np.abs(matrices[1] @ to_date - np.eye(4)).max() < 1e-4, (matrices[1], to_date)


def valid(folder):
    if not shutil.which('dciodvfy'):
        return 'not checked: no dciodvfy'
    for file in folder.rglob('*.dcm'):
        said = subprocess.run(['dciodvfy', file], capture_output=True, text=True)
        errors = [line for line in (said.stdout + said.stderr).splitlines() if line.startswith('Error')]
        assert not errors, (file, errors)
    return 'valid'


def rows_of(longview, folder):
    return {(row['name'], len(row['cells'])) for row in json.loads(run(longview, 'index', folder, '--json'))['rows']}


def main(longview, demo):
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        for turn in ('1', '2'):
            run(longview, 'align', demo, '--row', ROW, '-o', place / f'out{turn}', '--resampled',
                '--dicom', place / f'dicom{turn}')
        report = json.load(open(place / 'out1/report.json'))
        originals = {f.SOPInstanceUID: f for f in (pydicom.dcmread(p, stop_before_pixels=True)
                                                   for p in pathlib.Path(demo).rglob('*.dcm'))}
        for date in report['dates']:
            stem = date['transform'].removesuffix('.tfm')
            files = same_as_nifti(place / 'dicom1' / stem, place / 'out1' / f'{stem}.nii.gz')
            named_as_the_source(files, originals)
            same_to_gdcm(place / 'dicom1' / stem, files)
            maps_as_the_transform(place / 'dicom1' / stem, place / 'out1' / date['transform'])
            if shutil.which('dcm2niix'):
                same_to_dcm2niix(place / 'dicom1' / stem, place / 'out1' / f'{stem}.nii.gz', place)
        for file in (place / 'dicom1').rglob('*.dcm'):
            assert file.read_bytes() == (place / 'dicom2' / file.relative_to(place / 'dicom1')).read_bytes(), file
        name = next(n for n, _ in rows_of(longview, demo) if 'FLAIR' in n and 'axial' in n)
        assert rows_of(longview, place / 'dicom1') == {(name, len(report['dates']))}, rows_of(longview, place / 'dicom1')
        print(f'{len(report["dates"])} dates, {valid(place / "dicom1")}')


if __name__ == '__main__':
    main(*sys.argv[1:])
