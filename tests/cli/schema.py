#!/usr/bin/python3
"""What `index --json` prints and `align` reports is as assets/schema says: of the demo patient, the CD set, spines that bend, single
files of many scanners and damaged ones. The schemas allow nothing that they do not name.

usage: schema.py LONGVIEW DEMO
"""
import copy, json, os, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
DATA = pathlib.Path(os.environ.get('LONGVIEW_DATA') or HERE / '../../../shared/data')


def check_of(name):
    import jsonschema
    schema = json.loads((HERE / '../../assets/schema' / f'{name}.schema.json').read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def printed(longview, *arguments):
    return subprocess.run([longview, *arguments], capture_output=True, text=True)


def index(longview, folder, schema):
    text = printed(longview, 'index', folder, '--json').stdout
    if not text:   # a sentence alone: there is nothing to read
        return None
    matrix = json.loads(text)
    schema.validate(matrix)
    return matrix


def report(longview, folder, row, schema, *options):
    with tempfile.TemporaryDirectory() as out:
        done = printed(longview, 'align', folder, '--row', row, '-o', f'{out}/made', *options)
        assert done.returncode in (0, 3), (folder, row, done.stderr)
        found = json.loads(pathlib.Path(out, 'made/report.json').read_text())
    schema.validate(found)
    return found


def other_shapes_are_refused(schema, right):
    """Of a right answer: with a name more, with one less, with another type."""
    for name in right:
        for wrong in ({**right, 'more': 1}, {k: v for k, v in right.items() if k != name}, {**right, name: {'a': 'b'}}):
            assert not schema.is_valid(wrong), (name, wrong.keys())


def main(longview, demo):
    matrices, reports = check_of('index'), check_of('align_report')
    found = index(longview, demo, matrices)
    other_shapes_are_refused(matrices, found)
    right = report(longview, demo, 'flair axial brain', reports)
    other_shapes_are_refused(reports, right)
    assert 'series_uid' not in report(longview, demo, 'flair axial brain', reports, '--for', 'others')['dates'][0]
    unlike = copy.deepcopy(right)
    unlike['dates'][0]['verdict'] = 'fine'
    assert not reports.is_valid(unlike)
    if not DATA.exists():
        return print('SKIPPED: there are no real scans; the demo patient is as the schemas say')
    folders = [DATA / 'cdset', DATA / 'lumbar_years', *sorted((DATA / 'dicom').iterdir()), *sorted((DATA / 'bad').glob('*/*'))]
    count = sum(index(longview, folder, matrices) is not None for folder in folders)
    report(longview, DATA / 'cdset', 'flair axial brain', reports)
    spine = report(longview, DATA / 'lumbar_years', '1', reports)
    assert any('levels' in date for date in spine['dates'])
    print(f'{count} matrices and 5 reports are as the schemas say')


if __name__ == '__main__':
    try:
        import jsonschema
    except ImportError:
        sys.exit(print('SKIPPED: python3-jsonschema is not installed'))
    main(sys.argv[1], sys.argv[2])
