#!/usr/bin/python3
"""A series of two angled stacks, as discs are scanned: what is written of its row holds every picture of both.

usage: stacks.py LONGVIEW
"""
import gzip, json, math, pathlib, subprocess, sys, tempfile
import numpy, pydicom

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from small_dicom import picture

SLICES, SIDE, APART_MM = 4, 64, 5
MIDDLES_MM = (8, -53)            # height of each stack's middle
STACKS = ((0, 0), (-80, 25))     # height of the first slice, mm; tilt about the patient's left-right axis, degrees


def write(folder):
    """The pictures by stack and slice."""
    folder.mkdir()
    pictures = []
    for height, tilt in STACKS:
        c, s = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
        stack = []
        for k in range(SLICES):
            number = len(pictures) * SLICES + k + 1
            says = {(0x20, 0x32): (b'DS', b'0\\%.6f\\%.6f' % (-s * APART_MM * k, height + c * APART_MM * k)),
                    (0x20, 0x37): (b'DS', b'1\\0\\0\\0\\%.9f\\%.9f' % (c, s))}
            path = folder / f'{number}.dcm'
            path.write_bytes(picture(number=number, side=SIDE, says=says))
            stack.append(pydicom.dcmread(path).pixel_array.astype(int))
        pictures.append(stack)
    return pictures


def run(longview, *arguments):
    done = subprocess.run([longview, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 3), (arguments, done.returncode, done.stdout + done.stderr)
    return done.stdout


def slices_of_nifti(path):
    data = gzip.decompress(path.read_bytes())
    x, y, z = numpy.frombuffer(data, '<i2', 3, 42)
    kind = {4: '<i2', 512: '<u2', 16: '<f4'}[int(numpy.frombuffer(data, '<i2', 1, 70)[0])]
    start = int(numpy.frombuffer(data, '<f4', 1, 108)[0])
    return numpy.frombuffer(data, kind, x * y * z, start).reshape(z, y, x).astype(int)


def off(found, wanted):
    """Grey levels by which a picture is off, whichever way round it is kept."""
    return min(abs(found[::a, ::b] - wanted).max() for a in (1, -1) for b in (1, -1))


def every_picture_is_in(found, pictures):
    """Each of a stack's slices is one of those found, and no slice is found twice."""
    found = list(found)
    for wanted in pictures:
        best = min(range(len(found)), key=lambda i: off(found[i], wanted))
        assert off(found.pop(best), wanted) <= 1, 'a picture is not in it'
    assert not found


def main(longview):
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        stacks = write(folder / 'in')
        cell = json.loads(run(longview, 'index', folder / 'in', '--json'))['rows'][0]['cells'][0]
        assert cell['parts'] == [1, 2], cell
        run(longview, 'align', folder / 'in', '--row', '1', '-o', folder / 'out', '--resampled', '--dicom', folder / 'dicom')
        names = ['1_2015-03-04', '1_2015-03-04_stack2']
        assert sorted(path.name for path in folder.glob('out/*.nii.gz')) == [name + '.nii.gz' for name in names]
        for name, pictures in zip(names, stacks):
            every_picture_is_in(slices_of_nifti(folder / 'out' / (name + '.nii.gz')), pictures)
            files = [pydicom.dcmread(path) for path in sorted(folder.glob(f'dicom/{name}/0*.dcm'))]
            every_picture_is_in([file.pixel_array.astype(int) for file in files], pictures)
            assert len({file.SeriesInstanceUID for file in files}) == 1
            assert len(files[0].SourceImageSequence) == SLICES * len(STACKS)
        assert len({pydicom.dcmread(path).SOPInstanceUID for path in folder.glob('dicom/*/*.dcm')}) == 2 * (SLICES + 1)
        page = folder / 'page.html'
        run(longview, 'export', folder / 'in', '--row', '1', '-o', page, '--size', '160x120')
        assert all(f'"date-{n}-0"' in page.read_text() for n in range(SLICES * len(STACKS))), 'a picture is not in the page'
        for height in MIDDLES_MM:
            run(longview, 'export', folder / 'in', '--row', '1', '-o', folder / f'{height}.png', '--slice', height, '--size', '160x120')
        first, second = ((folder / f'{height}.png').read_bytes() for height in MIDDLES_MM)
        assert first != second


main(*sys.argv[1:])
