#!/usr/bin/python3
"""How large a page is: ten dates of thirty slices, made from a real scan with its noise, each date turned and shifted.

usage: page_size.py LONGVIEW [FOLDER]        (keeps DICOM files and pages in FOLDER)
"""
import os, pathlib, re, subprocess, sys, tempfile, time

DATA = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
SCAN = pathlib.Path(DATA, 'longitudinal/open_ms_patient01/raw/study1_T2W.nii.gz')
DATES, SLICES = 10, 30
MOST_MB = {256: 15, 448: 35}   # by the side of a picture


def square(volume, side):
    """Cut or filled up with air to this many columns and rows."""
    import numpy
    pads = [(max(0, side - n) // 2, max(0, side - n) - max(0, side - n) // 2) for n in volume.shape[:2]]
    volume = numpy.pad(volume, [*pads, (0, 0)], mode='reflect')
    first = [(n - side) // 2 for n in volume.shape[:2]]
    return volume[first[0]:first[0] + side, first[1]:first[1] + side]


def noise_of(volume):
    """Standard deviation, from what no plane through a pixel's neighbours explains (Immerkaer 1996): edges count as noise, too."""
    import numpy
    from scipy import ndimage
    rest = ndimage.convolve(volume, numpy.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], float)[:, :, None])
    return numpy.sqrt(numpy.pi / 2) / 6 * numpy.abs(rest[volume > volume.mean()]).mean()


def date_of(volume, degrees, shift, noise, seed):
    """The scan as another visit sees it: with as much noise again, which resampling has smoothed away, in air too."""
    import numpy
    from scipy import ndimage
    turned = ndimage.shift(ndimage.rotate(volume, degrees, reshape=False, order=3), (*shift, 0), order=3)
    random = numpy.random.default_rng(seed)
    return numpy.hypot(turned + random.normal(0, noise, turned.shape), random.normal(0, noise, turned.shape))


def write(folder, volume, pixel_mm, gap_mm, date):
    import numpy, pydicom
    from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage
    folder.mkdir(parents=True)
    for k in range(volume.shape[2]):
        ds = pydicom.Dataset()
        ds.file_meta = pydicom.dataset.FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        ds.is_little_endian, ds.is_implicit_VR = True, False
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = MRImageStorage
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f'1.2.3.{date}.{k + 1}'
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = (f'1.2.3.{date}{end}' for end in ('', '.0', '.9'))
        ds.PatientName, ds.PatientID, ds.PatientBirthDate = 'Test^Page', '1', '19700101'
        ds.StudyDate, ds.Modality, ds.SeriesDescription, ds.BodyPartExamined = str(date), 'MR', 't2 tse ax', 'BRAIN'
        ds.ScanningSequence, ds.SequenceVariant, ds.MRAcquisitionType, ds.EchoTime, ds.RepetitionTime = 'SE', 'SK', '2D', 95, 4500
        ds.ImagePositionPatient = [-pixel_mm * volume.shape[0] / 2, -pixel_mm * volume.shape[1] / 2, gap_mm * k]
        ds.ImageOrientationPatient, ds.PixelSpacing, ds.SliceThickness = [1, 0, 0, 0, 1, 0], [pixel_mm] * 2, gap_mm
        ds.InstanceNumber, ds.Columns, ds.Rows = k + 1, volume.shape[0], volume.shape[1]
        ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, 'MONOCHROME2', 0
        ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
        ds.PixelData = numpy.clip(volume[:, :, k].T, 0, 4095).astype('<u2').tobytes()
        ds.save_as(folder / f'{k:03}', write_like_original=False)


def make_row(folder, side):
    import nibabel, numpy
    from scipy import ndimage
    image = nibabel.load(SCAN)
    volume = numpy.asarray(image.dataobj, float)
    first = (volume.shape[2] - SLICES) // 2
    volume = square(volume[:, :, first:first + SLICES] * 4000 / volume.max(), 448)[::-1, ::-1]
    noise = noise_of(volume)
    pixel_mm = float(image.header.get_zooms()[0]) * 448 / side
    volume = ndimage.zoom(volume, (side / 448, side / 448, 1), order=3) if side < 448 else volume
    for d in range(DATES):
        other = date_of(volume, 0.7 * d, (1.3 * d - 5, 4 - 0.9 * d), noise, d)
        write(folder / str(d), other, pixel_mm, float(image.header.get_zooms()[2]), 20050101 + 20000 * d)
    return noise


def main(longview, folder):
    failed = 0
    for side, most_mb in MOST_MB.items():
        row, page = folder / f'row{side}', folder / f'{side}.html'
        if not row.exists():
            print(f'noise {make_row(row, side):.0f} of 4000')
        began = time.monotonic()
        done = subprocess.run([longview, 'export', row, '--row', '1', '-o', page, '--size', f'{side}x{side}', '--quiet'],
                              capture_output=True, text=True)
        seconds = time.monotonic() - began
        assert done.returncode in (0, 3), done.stderr
        pictures = re.findall(r'id="date-(\d+)-(\d+)"', page.read_text())
        slices, dates = (1 + max(int(p[i]) for p in pictures) for i in (0, 1))
        size_mb = page.stat().st_size / 1e6
        print(f'{dates} dates, {slices} slices of {side} x {side}: {size_mb:.1f} MB, at most {most_mb}; {seconds:.0f} s')
        failed += (dates, slices) != (DATES, SLICES) or size_mb > most_mb
    return failed


if __name__ == '__main__':
    if not SCAN.exists():
        sys.exit(print('SKIPPED: there is no longitudinal/open_ms_patient01'))
    if len(sys.argv) > 2:
        sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as place:
        sys.exit(main(sys.argv[1], pathlib.Path(place)))
