#!/usr/bin/python3
"""`longview index` as a person or a program runs it: CD set and demo patient scored by their truths, silent headers, mistakes.

usage: index.py LONGVIEW DEMO_FOLDER
"""
import json, os, subprocess, sys, tempfile, warnings

import pydicom

warnings.filterwarnings('ignore')
ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
LONGVIEW, DEMO = sys.argv[1:3]
failures = []


def index(*arguments):
    done = subprocess.run([LONGVIEW, 'index', *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def check(what, fine, *shown):
    if not fine:
        failures.append(what)
        print('FAILED:', what, *shown)


def mistakes():
    with tempfile.TemporaryDirectory() as folder:
        code, out, err = index(os.path.join(folder, 'nowhere'))
        check('a missing folder exits 1 and is named', code == 1 and 'nowhere' in err and not out, code, err)
        code, out, err = index(folder)
        check('an empty folder exits 1 and says so', code == 1 and 'no MRI pictures' in err and '0 pictures' in out, code, out, err)
        open(os.path.join(folder, 'text.dcm'), 'w').write('no DICOM')
        code, out, err = index(folder)
        check('a text named .dcm is left out', code == 1 and 'it is no DICOM file' in out, code, out)
        code, out, err = index(folder, '--json', '--quiet')
        check('JSON without rows is still JSON', json.loads(out)['rows'] == [] and code == 1, out)
    code, out, err = index()
    check('no path is bad usage', code == 2, code)


def scored(what, scans, truth):
    """The JSON of a folder, held against its truth."""
    code, out, err = index(scans, '--json')
    check(what + ' exits 0', code == 0, err)
    with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
        file.write(out)
        file.flush()
        score = subprocess.run([sys.executable, os.path.join(ROOT, 'score_matrix.py'), file.name, truth], capture_output=True, text=True)
    check(what + ' is sorted as its truth', score.returncode == 0, score.stdout)
    print(what + ':', score.stdout.strip().splitlines()[-1])
    return out


def cd_set():
    out = scored('the CD set', os.path.join(ROOT, 'cdset'), os.path.join(ROOT, 'cdset/truth/TRUTH.json'))
    names = {str(pydicom.dcmread(os.path.join(ROOT, 'cdset', f), stop_before_pixels=True).PatientName)
             for f in ('CD_2015_CHU/DICOM/IM_0001', 'CD_2022_MVZ/E5512/S004/I000001.dcm')}
    identity = [n for n in names if n.upper() in out.upper()] + (['birth date'] if '19780412' in out or '1978-04-12' in out else [])
    check('no name and no birth date is in the JSON', not identity, identity)
    code, text, err = index(os.path.join(ROOT, 'cdset'), '--quiet')
    check('the text marks where to start', code == 0 and text.count('<- start here') == 1 and not err, err)


SILENT = ('SeriesDescription', 'ProtocolName', 'StudyDescription', 'BodyPartExamined', 'EchoTime', 'RepetitionTime', 'InversionTime',
          'SequenceName', 'ScanningSequence', 'SequenceVariant', 'ScanOptions', 'FlipAngle', 'EchoTrainLength')


def silent_headers():
    """Study E without anything that names or measures its series: the pixels tell."""
    with tempfile.TemporaryDirectory() as folder:
        expected = {}
        for series, weighting in (('S003', 'FLAIR'), ('S004', 'T2'), ('S005', 'T1')):
            source = os.path.join(ROOT, 'cdset/CD_2022_MVZ/E5512', series)
            for name in sorted(os.listdir(source)):
                data = pydicom.dcmread(os.path.join(source, name))
                for keyword in SILENT:
                    if keyword in data:
                        delattr(data, keyword)
                expected[data.SeriesInstanceUID] = weighting
                data.save_as(os.path.join(folder, series + name))
        code, out, err = index(folder, '--json', '--quiet')
        got = {s['series_uid']: s for s in json.loads(out)['series']}
        for uid, weighting in expected.items():
            s = got[uid]
            check(f'silent {weighting}', (s['weighting'], s['body_part'], s['plane']) == (weighting, 'brain', 'axial'), s)


mistakes()
if os.path.isdir(os.path.join(ROOT, 'cdset')):
    cd_set()
    scored('the demo patient', DEMO, os.path.join(DEMO, 'truth.json'))
    silent_headers()
else:
    print('SKIPPED: no real data at', ROOT)
print(len(failures), 'failed')
sys.exit(bool(failures))
