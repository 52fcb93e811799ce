#!/usr/bin/python3
"""The kinds of wild.py with other numbers, other UIDs and other tags: a reader that knows the cases but not the kinds fails here.

usage: wild_variants.py LONGVIEW [--keep FOLDER] [variant ...]      (exits 1 where one is read wrongly)
"""
import os, pathlib, random, shutil, subprocess, sys, tempfile, zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import wild

if not os.path.isfile(wild.MAKE):
    print('SKIPPED: no real data at', wild.ROOT)
    sys.exit(0)
sys.path.insert(0, os.path.dirname(wild.MAKE))
import make_cases as make
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

BEFORE, AFTER = 0, 2000                      # added to every pixel
T1 = [('T1', 'axial', (20,))]


def bright(level):
    return lambda d, k: setattr(d, 'PixelData', (make.head(k=k, kind='T1') + level).astype('<u2').tobytes())


def two_t1(out, change=lambda d, k, after: None, **tags):
    """T1 before and after agent; what tells them apart is left to `change`."""
    for after in (False, True):
        def both(d, k, after=after):
            bright(AFTER if after else BEFORE)(d, k)
            change(d, k, after)
        make.series(f'{out}/{int(after)}', kind='T1', number=4, change=both, **tags)


def unmixed(folder, dates=1):
    """Two volumes of 20, each of one brightness; where nothing but time tells them apart they share a cell, of which one is shown."""
    got = wild.Index(folder)
    volumes = [s['slices'] for s in got.json['series']]
    darkest = [sorted(float(d) for v in wild.voxels(folder, row['row']) for d in v.min(axis=(0, 1))) for row in got.json['rows']]
    return wild.fails(volumes == [20, 20] and darkest and all(d and (d[-1] < 100 or d[0] > 1900) for d in darkest),
                      volumes, darkest, got.left_out())


def shape(*rows):
    def check(folder):
        got = wild.Index(folder)
        return wild.fails(got.shape() == sorted(rows), got.shape(), got.left_out(), [s['findings'] for s in got.json['series']])
    return check


def says(*words, code=None):
    def check(folder):
        got = wild.Index(folder)
        missing = [w for w in words if w not in got.words]
        return wild.fails(not missing, 'not said:', missing, got.left_out(), [s['findings'] for s in got.json['series']])
    return check


def decimals(out):
    for i, digits in enumerate((2, 3, 4, 6, 7)):
        make.scan(f'{out}/{i}', 'Ax T2', date=f'201{i}0304', slices=30, gap=4, tilt=(7, -11, 13), digits=digits, number=2, **make.GE)


def shears(out):
    for i, step in enumerate((0.2, 0.35, 1.0, 3.0)):
        make.series(f'{out}/{i}', date=f'201{i}0304', change=lambda d, k, step=step: setattr(
            d, 'ImagePositionPatient', [d.ImagePositionPatient[0] + step * k, *d.ImagePositionPatient[1:]]))


def fine_rounded(out):
    """Every 0.55 mm, positions to a tenth."""
    make.series(out, gap=0.55, slices=40, MRAcquisitionType='3D', change=lambda d, k: setattr(d, 'ImagePositionPatient', [round(v, 1) for v in d.ImagePositionPatient]))


def alternating(out):
    """The fifth digit of PixelSpacing, and ImageType, with a lost slice."""
    def change(d, k):
        d.PixelSpacing = [1.8 + 1e-5 * (k % 2)] * 2
        d.ImageType = ['ORIGINAL', 'PRIMARY', 'M'] + (['DIS2D'] if k % 3 else ['ND'])
    make.series(out, change=change)
    os.remove(f'{out}/IM0007')


def same_sop_uids(out):
    """One SOPInstanceUID a number, and one series UID: before and after agent."""
    two_t1(out, lambda d, k, after: setattr(d, 'SOPInstanceUID', f'1.2.3.{k + 1}'), series='1.2.3')


def only_pixels_differ(out):
    """Every header the same: nothing but the pixels says that these are no copies."""
    two_t1(out, lambda d, k, after: setattr(d, 'SOPInstanceUID', f'1.2.3.{k + 1}'), series='1.2.3')


def only_times_differ(out):
    def change(d, k, after):
        d.SOPInstanceUID = '1.2.3.%d' % random.randrange(10 ** 12)
        d.AcquisitionTime = '11%02d00' % (30 * after)
    random.seed(4)
    two_t1(out, change, series='1.2.3')
    flat = pathlib.Path(out, 'flat')
    flat.mkdir()
    for i, f in enumerate(sorted(pathlib.Path(out).glob('[01]/*'), key=lambda f: random.random())):
        f.rename(flat / f'{i:04d}')


def key_images(out):
    """Three pictures again in a series of their own, numbered anew, with the originals' UIDs."""
    make.series(f'{out}/9', number=3, change=lambda d, k: setattr(d, 'SOPInstanceUID', f'1.2.3.{k + 1}'))

    def key(d, k):
        whole = make.slice_of(k=6 + k)
        d.SOPInstanceUID, d.ImagePositionPatient, d.PixelData = f'1.2.3.{k + 7}', whole.ImagePositionPatient, whole.PixelData
    make.series(f'{out}/1', number=99, slices=3, SeriesDescription='KEY IMAGES', AcquisitionTime='103000', SeriesTime='150000', change=key)


def random_series_uids(out):
    """A random SeriesInstanceUID in each file of two series, without numbers."""
    for kind in ('T2', 'FLAIR'):
        make.series(f'{out}/{kind}', kind=kind, SeriesNumber=None, change=lambda d, k: setattr(d, 'SeriesInstanceUID', make.generate_uid()))


def one_study_uid(out):
    for date in ('20110304', '20150304', '20190607'):
        make.series(f'{out}/{date}', date=date, StudyInstanceUID='1.2.3', SOPInstanceUID=None if date == '20110304' else '1.2.3.4', series='1.2.3.5', FrameOfReferenceUID='1.2.3.6')


def one_study_date(out):
    """One study UID and one study date for all; the acquisition dates are left."""
    for date in ('20110304', '20150304'):
        make.series(f'{out}/{date}', date=date, StudyInstanceUID='1.2.3', StudyDate='20150304')


def over_midnight(out):
    """One visit that ends on the next day is one visit."""
    make.series(f'{out}/1', kind='T2')
    make.series(f'{out}/2', kind='FLAIR', AcquisitionDate='20150305', SeriesDate='20150305', AcquisitionTime='000500')


def no_positions(out):
    make.series(out, change=lambda d, k: setattr(d, 'ImagePositionPatient', [-115, -115, 0]))


def reformats(out):
    """Sagittal and coronal reformats whose source is not there; a T2 is."""
    for i, plane in enumerate(('sag', 'cor')):
        make.scan(f'{out}/{i}', f'MPR {plane}', kind='T1', plane=plane, number=2 + i, ImageType=['DERIVED', 'SECONDARY', 'MPR'], MRAcquisitionType='3D')
    make.series(f'{out}/t2')


def spacing_of_three(out):
    """Rows, columns, and the distance between slices behind them."""
    make.series(out, change=lambda d, k: setattr(d, 'PixelSpacing', [1.8, 1.8, 6]))


def commas_everywhere(out):
    make.decimal_comma(out)
    for f in pathlib.Path(out).iterdir():
        b = f.read_bytes()
        at = b.index(b'\x18\x00\x81\x00DS')
        f.write_bytes(b[:at + 8] + b'99,5' + b[at + 8 + int.from_bytes(b[at + 6:at + 8], 'little'):] if b[at + 6] == 4 else b)


def unpacks_itself(out):
    """A program with a ZIP archive behind it, and one with a 7-Zip archive; an ISO image inside a ZIP archive."""
    make.series(f'{out}/files')
    with zipfile.ZipFile(f'{out}/a.zip', 'w') as z:
        for f in sorted(pathlib.Path(out, 'files').iterdir()):
            z.write(f, 'CD/' + f.name)
    stub = b'MZ' + b'\0' * 5000
    pathlib.Path(out, 'viewer.exe').write_bytes(stub + pathlib.Path(out, 'a.zip').read_bytes())
    pathlib.Path(out, 'setup.exe').write_bytes(stub + b'7z\xBC\xAF\x27\x1C' + b'\0' * 999)
    with zipfile.ZipFile(f'{out}/iso.zip', 'w') as z:
        z.writestr('cd.iso', b'\0' * 32769 + b'CD001' + b'\0' * 3000)
    shutil.rmtree(f'{out}/files')
    os.remove(f'{out}/a.zip')


def converted_per_frame(out):
    """Legacy converted, TE and TR in each frame's own unassigned group."""
    make.legacy_converted(out)
    d = make.pydicom.dcmread(f'{out}/legacy.dcm')
    del d.SharedFunctionalGroupsSequence[0].UnassignedSharedConvertedAttributesSequence
    for frame in d.PerFrameFunctionalGroupsSequence:
        own = Dataset()
        own.EchoTime, own.RepetitionTime, own.ScanningSequence = 100, 4500, 'SE'
        frame.UnassignedPerFrameConvertedAttributesSequence = Sequence([own])
    d.save_as(f'{out}/legacy.dcm')


def no_offset_table(out):
    """JPEG 2000 in three fragments a frame, the offset table empty."""
    make.j2k_fragments(out)
    d = make.pydicom.dcmread(f'{out}/j2k.dcm')
    from pydicom.encaps import encapsulate, generate_pixel_data_frame
    frames = list(generate_pixel_data_frame(d.PixelData, 6))
    d.PixelData = encapsulate(frames, fragments_per_frame=3, has_bot=False)
    d['PixelData'].is_undefined_length = True
    d.save_as(f'{out}/j2k.dcm')


def cut_off_frames(out):
    """An enhanced file of 20 frames that ends in the middle of the 16th."""
    make.legacy_converted(out)
    b = pathlib.Path(out, 'legacy.dcm').read_bytes()
    frame = 128 * 128 * 2
    pathlib.Path(out, 'legacy.dcm').write_bytes(b[:len(b) - 4 * frame - frame // 2])


SMALL = dict(n=48, mm=2.4, slices=8, gap=8)


def examination_names(out):
    """The examination's name in every series: it speaks of perfusion, and sets nothing aside."""
    for number, kind in enumerate(('T2', 'FLAIR', 'T1'), 2):
        make.scan(f'{out}/{number}', f'Ax {kind}', kind=kind, number=number, ProtocolName='BRAIN STROKE PERFUSION', **SMALL, **make.GE)


def uids_of_each_picture(out):
    """A study, a series and a picture UID of its own in each file, on two dates."""
    def change(d, k):
        d.StudyInstanceUID, d.SeriesInstanceUID = make.generate_uid(), make.generate_uid()
    for date in ('20150304', '20190607'):
        for kind in ('T2', 'FLAIR'):
            make.scan(f'{out}/{date}/{kind}', kind, kind=kind, number=2, date=date, change=change, **SMALL)


AGENT = (('T1 tra natywnie', 'T1 po kontraście'), ('T1 kontrastsız ax', 'T1 kontrastlı ax'), ('T1 без контраста', 'Т1 с контрастом'), ('T1 単純', 'T1 造影後'),
         ('T1 χωρίς σκιαγραφικό', 'T1 με σκιαγραφικό'), ('T1 bez KL', 'T1 po KL'), ('T1 uten kontrast', 'T1 med kontrast'))


def agent_in_other_languages(out):
    for i, names in enumerate(AGENT):
        for number, name in enumerate(names):
            make.scan(f'{out}/{i}/{number}', name, kind='T1', number=2 + 5 * number, date=f'20{10 + i}0304', SpecificCharacterSet='ISO_IR 192', **SMALL)


def stations_and_levels(out):
    """Three levels of 2015, each named; three stations of 2023 that only their height tells apart."""
    for i, (level, z) in enumerate((('CSPINE', 230), ('TSPINE', 0), ('LSPINE', -230))):
        for date, part in (('20150304', level), ('20230304', 'SPINE')):
            make.scan(f'{out}/{date}/{i}', 'T2 sag', plane='sag', at=(0, 0, z), number=2 + i, date=date, **dict(make.SPINE, slices=9 + i, BodyPartExamined=part))


def loads(slices):
    def check(folder):
        loaded = [v.shape[2] for v in wild.voxels(folder, 1)]
        return wild.fails(loaded == [slices], loaded, wild.Index(folder).left_out())
    return check


VARIANTS = {
    decimals: shape(('T2', 'axial', (30,) * 5)), shears: says('sideways by 0.2 mm', 'sideways by 0.3', 'sideways by 1.0 mm', 'sideways by 3.0 mm'),
    fine_rounded: says("slices 0.5 mm apart", '"slices": 40'), alternating: shape(('T2', 'axial', (19,))), same_sop_uids: unmixed, only_pixels_differ: unmixed,
    only_times_differ: unmixed, key_images: shape(('T2', 'axial', (20,))), random_series_uids: shape(('FLAIR', 'axial', (20,)), ('T2', 'axial', (20,))),
    one_study_uid: shape(('T2', 'axial', (20, 20, 20))), one_study_date: shape(('T2', 'axial', (20, 20))),
    over_midnight: shape(('FLAIR', 'axial', (20,)), ('T2', 'axial', (20,))), no_positions: says('all its slices are written at one position'),
    reformats: shape(('T1', 'coronal', (20,)), ('T1', 'sagittal', (20,)), ('T2', 'axial', (20,))), commas_everywhere: wild.decimal_comma,
    spacing_of_three: says('"pixel_spacing_mm": [1.8, 1.8]'),
    unpacks_itself: says('archive that unpacks itself', 'disc image', '"slices": 20'), converted_per_frame: wild.legacy_converted,
    no_offset_table: loads(6), cut_off_frames: loads(15),
    examination_names: shape(('FLAIR', 'axial', (8,)), ('T1', 'axial', (8,)), ('T2', 'axial', (8,))),
    uids_of_each_picture: shape(('FLAIR', 'axial', (8, 8)), ('T2', 'axial', (8, 8))), agent_in_other_languages: wild.before_and_after,
    stations_and_levels: shape(('T2', 'sagittal', (9, 9)), ('T2', 'sagittal', (10, 10)), ('T2', 'sagittal', (11, 11))),
}


def main(folder, names):
    wrong = 0
    chosen = [v for v in VARIANTS if not names or v.__name__ in names]
    for variant in chosen:
        out = os.path.join(folder, variant.__name__)
        shutil.rmtree(out, ignore_errors=True)
        os.makedirs(out)
        variant(out)
        problem = VARIANTS[variant](out)
        wrong += problem is not None
        print('ok   ' if problem is None else 'WRONG', variant.__name__, problem or '')
    print(f'{len(chosen)} variants, {wrong} read wrongly')
    return wrong > 0


if __name__ == '__main__':
    wild.LONGVIEW, rest = sys.argv[1], sys.argv[2:]
    keep = rest[1] if rest[:1] == ['--keep'] else None
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(keep or temporary, rest[2 if keep else 0:]))
