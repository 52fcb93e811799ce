#!/usr/bin/python3
"""A researcher's folder of NIfTI files is the same matrix as its DICOM: converted by dcm2niix, with its JSON files and, in the
names and tables of BIDS, without them.

usage: nifti_folder.py LONGVIEW DEMO_FOLDER
"""
import collections, gzip, json, os, pathlib, shutil, subprocess, sys, tempfile, zipfile

import numpy as np

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../bench/registration'))
import rigid

ROW = 'flair axial brain'
TURNED = '3D'       # dcm2niix cuts these anew along the axes of the head


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    assert done.returncode in (0, 3), (arguments, done.stdout, done.stderr)
    return done.stdout


def rows(longview, folder):
    """Of each row its dates, series and numbers of slices."""
    found = json.loads(run(longview, 'index', folder, '--json'))
    slices = {(series['series_uid'], series['part']): series['slices'] for series in found['series']}
    return {row['name']: [(cell['date'], slices[cell['series_uid'], cell['part']]) for cell in row['cells']]
            for row in found['rows']}


def same_rows(longview, demo, converted):
    theirs, ours = rows(longview, demo), rows(longview, converted)
    assert set(theirs) == set(ours), set(theirs) ^ set(ours)
    for name, cells in theirs.items():
        seen = 1 if TURNED in name else 2
        assert [c[:seen] for c in cells] == [c[:seen] for c in ours[name]], (name, cells, ours[name])
    print(f'{len(theirs)} rows are the same')


def same_poses(longview, demo, converted, folder):
    """The same voxels at the same places, so the same transforms, but for the order in which voxels are drawn."""
    transforms = []
    for name, source in (('dicom', demo), ('nifti', converted)):
        run(longview, 'align', source, '--row', ROW, '-o', folder/name, '--metric', 'cpu')
        report = json.loads((folder/name/'report.json').read_text())
        transforms.append([rigid.read_itk(folder/name/date['transform']) for date in report['dates']])
    assert len(transforms[0]) == len(transforms[1]) >= 4
    corner = np.array([70., 70., 70., 1.])
    most = max(np.linalg.norm((a-b) @ corner) for a, b in zip(*transforms))
    print(f'poses differ by at most {most:.3f} mm at 12 cm')
    assert most < 0.15, most


def as_bids(converted, folder):
    """The row's files alone under BIDS names; the dates stand in tables: of scans for one half, of sessions for the other."""
    dates = {}
    sidecars = [(json.loads(path.read_text()), path) for path in sorted(converted.glob('*.json'))]
    flair = [(j, p) for j, p in sidecars if 'flair' in j['SeriesDescription'].lower() or 'dark' in j['SeriesDescription'].lower()]
    sessions = []
    for number, (words, path) in enumerate(sorted(flair, key=lambda pair: pair[0]['AcquisitionDateTime']), 1):
        session = folder/'sub-01'/f'ses-{number}'
        (session/'anat').mkdir(parents=True)
        name = f'sub-01_ses-{number}_FLAIR.nii.gz'
        shutil.copy(path.with_suffix('.nii.gz'), session/'anat'/name)
        when = words['AcquisitionDateTime']
        dates[number] = when[:10]
        if number % 2:
            (session/f'sub-01_ses-{number}_scans.tsv').write_text(f'filename\tacq_time\nanat/{name}\t{when}\n')
        else:
            sessions.append(f'ses-{number}\t{when}\n')
    (folder/'sub-01'/'sub-01_sessions.tsv').write_text('session_id\tacq_time\n'+''.join(sessions))
    return dates


def bids_dates(longview, dates, folder):
    found = collections.Counter(cell[0] for cells in rows(longview, folder).values() for cell in cells)
    assert found == collections.Counter(dates.values()), (found, dates)
    for table in folder.rglob('*.tsv'):
        table.unlink()
    text = run(longview, 'index', folder)
    assert all(f'ses-{number} ' in text for number in dates), text
    print(f'{len(dates)} sessions have their dates, and their names where there are none')


def a_name_in_an_archive_leads_nowhere(longview, converted, place):
    """Members that are named like a scan on this disk, and hold none: nothing is read from there."""
    scan = axial_flair(converted)
    start = gzip.decompress(scan.read_bytes())[:352]
    for number, content in enumerate((b'', b'no scan', gzip.compress(start), start)):
        packed = place/f'names_{number}.zip'
        with zipfile.ZipFile(packed, 'w') as archive:
            archive.writestr(zipfile.ZipInfo(str(scan)), content)
            archive.writestr(zipfile.ZipInfo(f'../{scan.parent.name}/{scan.name}'), content)
        done = subprocess.run([longview, 'index', packed, '--json'], capture_output=True, text=True)
        assert done.returncode == 1 and json.loads(done.stdout)['counts']['pictures'] in (0, 2), (content[:8], done.stdout)


def axial_flair(converted):
    found = (p for p in sorted(converted.glob('*.json')) if json.loads(p.read_text())['SeriesDescription'] == 'Ax FLAIR')
    return next(found).with_suffix('.nii.gz')


def years_in_names(longview, converted, folder):
    """Two files of one kind, a year in the name of each and nothing else: two columns of one row."""
    for year in ('2015', '2020'):
        shutil.copy(axial_flair(converted), folder/f'{year}_flair.nii.gz')
    assert [len(cells) for cells in rows(longview, folder).values()] == [2], rows(longview, folder)
    assert all(f'     {year} ' in run(longview, 'index', folder) for year in ('2015', '2020'))


def their_json_files_are_not_left_out(longview, converted):
    counts = json.loads(run(longview, 'index', converted, '--json'))['counts']
    assert len(list(converted.glob('*.json'))) > 20 and counts['other_files'] == 0, counts


def archives_are_read_like_folders(longview, folder, place):
    """Names, JSON files and BIDS tables inside archives count as in folders."""
    for top in (folder/'converted', folder/'bids'):
        for form in ('zip', 'gztar', 'tar'):
            packed = shutil.make_archive(place/f'{top.name}_{form}', form, top)
            assert rows(longview, packed) == rows(longview, top) != {}, (packed, rows(longview, packed))
            assert json.loads(run(longview, 'index', packed, '--json'))['counts']['other_files'] == json.loads(
                run(longview, 'index', top, '--json'))['counts']['other_files'], packed
    for name, source in (('folder', folder/'bids'), ('zip', place/'bids_zip.zip'), ('tar', place/'bids_gztar.tar.gz')):
        run(longview, 'align', source, '--row', '1', '-o', place/name, '--for', 'others')
    made = [{f.name: f.read_bytes() for f in (place/name).iterdir()} for name in ('folder', 'zip', 'tar')]
    assert made[0] == made[1] == made[2], [sorted(m) for m in made]


def two_forms(longview, converted, folder):
    """Two dates of one file, the qform of the second 30 mm further up: which form is used is said, and decides."""
    import nibabel
    source = nibabel.load(axial_flair(converted))
    for year, up_mm in (('2015', 0), ('2020', 30)):
        affine = source.affine.copy()
        source.set_sform(affine, 1)
        affine[2, 3] += up_mm
        source.set_qform(affine, 1)
        nibabel.save(source, folder/f'{year}_flair.nii.gz')
    for form, other, moved_mm in (('sform', 'qform', 0), ('qform', 'sform', 30)):
        assert f'up to 30 mm apart; the {form} is used, with --nifti-form {other} the other' in run(longview, 'index', folder, '--nifti-form', form)
        run(longview, 'align', folder, '--row', '1', '-o', folder/form, '--nifti-form', form)
        report = json.loads((folder/form/'report.json').read_text())
        pose = rigid.read_itk(folder/form/report['dates'][1]['transform'])
        assert np.linalg.norm(pose[:3, 3] - [0, 0, moved_mm]) < 0.5, (form, pose)


def converter_loses_frames():
    """These versions take an offset table for several frames where the header does not count them; their project's issue 955."""
    said = subprocess.run(['dcm2niix', '-v'], capture_output=True, text=True).stdout
    return any(version in said for version in ('v1.0.20250505', 'v1.0.20250506'))


def main(longview, demo):
    if converter_loses_frames():
        print('SKIPPED: this version of dcm2niix cannot read compressed pictures of one frame')
        return
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder/'converted').mkdir()
        (folder/'bids').mkdir()
        (folder/'years').mkdir()
        (folder/'forms').mkdir()
        (folder/'packed').mkdir()
        run('dcm2niix', '-ba', 'n', '-b', 'y', '-z', 'y', '-f', '%j_%s', '-o', folder/'converted', demo)
        same_rows(longview, demo, folder/'converted')
        same_poses(longview, demo, folder/'converted', folder)
        dates = as_bids(folder/'converted', folder/'bids')
        archives_are_read_like_folders(longview, folder, folder/'packed')
        bids_dates(longview, dates, folder/'bids')
        their_json_files_are_not_left_out(longview, folder/'converted')
        a_name_in_an_archive_leads_nowhere(longview, folder/'converted', folder/'packed')
        two_forms(longview, folder/'converted', folder/'forms')
        years_in_names(longview, folder/'converted', folder/'years')


if not shutil.which('dcm2niix'):
    print('SKIPPED: dcm2niix is not installed')
else:
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
