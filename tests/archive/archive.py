#!/usr/bin/python3
"""`dicom://` paths against Orthanc: the same matrix and transforms as from the folder, each fault a sentence, nothing
half-kept.

usage: archive.py LONGVIEW        (ORTHANC: its program, where it lies elsewhere)
"""
import json, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, threading, time

DATA = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
CDSET = pathlib.Path(DATA, 'cdset')
ROW = 'flair axial brain'
STORESCU_FORMS = {f'1.2.840.10008.1.2.{number}': option for number, option in (
    ('4.50', '-xy'), ('4.70', '-xs'), ('4.80', '-xt'), ('4.90', '-xv'), ('4.91', '-xw'), ('5', '-xr'))}


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Orthanc:
    def __init__(self, place):
        self.port = free_port()
        settings = {'StorageDirectory': str(place / 'db'), 'IndexDirectory': str(place / 'db'), 'DicomPort': self.port,
                    'DicomAet': 'ORTHANC', 'DicomCheckCalledAet': True, 'HttpServerEnabled': False, 'DicomAlwaysAllowFind': True,
                    'DicomAlwaysAllowGet': True, 'DicomAlwaysAllowStore': True, 'Plugins': []}
        (place / 'orthanc.json').write_text(json.dumps(settings))
        program = os.environ.get('ORTHANC') or shutil.which('Orthanc') or '/usr/sbin/Orthanc'
        self.process = subprocess.Popen([program, place / 'orthanc.json'], stdout=open(place / 'orthanc.log', 'w'), stderr=subprocess.STDOUT)
        for _ in range(300):
            if subprocess.run(['echoscu', '-aec', 'ORTHANC', '127.0.0.1', str(self.port)], capture_output=True).returncode == 0:
                return
            time.sleep(0.2)
        raise AssertionError('Orthanc does not answer: ' + (place / 'orthanc.log').read_text()[-500:])

    def fill(self, top):
        """A call for each form of pixels: storescu does not offer them all at once."""
        import pydicom
        forms = {}
        for file in (f for f in top.rglob('*') if f.is_file() and f.read_bytes()[128:132] == b'DICM' and f.name != 'DICOMDIR'):
            form = pydicom.dcmread(file, specific_tags=[]).file_meta.TransferSyntaxUID
            forms.setdefault(STORESCU_FORMS.get(form, '-x='), []).append(file)
        for option, files in forms.items():
            done = subprocess.run(['storescu', '-aec', 'ORTHANC', option, '127.0.0.1', str(self.port), *files], capture_output=True, text=True)
            assert done.returncode == 0, (option, done.stderr[-300:])


class Proxy:
    """Hands bytes on, counts what the archive sends, and cuts the line after so many of them."""

    def __init__(self, port, most=None):
        self.target, self.most, self.sent = port, most, 0
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(('127.0.0.1', self.target))
            threading.Thread(target=self.hand_on, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self.hand_on, args=(far, near, True), daemon=True).start()

    def hand_on(self, source, target, counted):
        while data := source.recv(1 << 16):
            self.sent += counted * len(data)
            if self.most is not None and self.sent > self.most:
                break
            target.sendall(data)
        for s in (source, target):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Case:
    def __init__(self, longview, place):
        self.longview, self.place, self.orthanc = longview, place, Orthanc(place)
        self.environment = {**os.environ, 'XDG_CACHE_HOME': str(place / 'cache')}

    def address(self, title='ORTHANC', port=None, query=''):
        return f'dicom://{title}@127.0.0.1:{port or self.orthanc.port}{query}'

    def run(self, *arguments):
        return subprocess.run([self.longview, *map(str, arguments)], capture_output=True, text=True, env=self.environment)

    def refused(self, words, *arguments):
        done = self.run(*arguments)
        assert done.returncode in (1, 2) and words in done.stderr and done.stderr.count('\n') == 1, (words, done.stderr)

    def cached(self):
        folder = self.place / 'cache/longview/archive'
        return sorted(p for p in folder.iterdir()) if folder.exists() else []


def half_a_transfer_keeps_nothing_half(case):
    case.refused('broke off', 'index', case.address(port=Proxy(case.orthanc.port, 3_000_000).port))
    for series in case.cached():
        assert not series.name.startswith('.'), series
    assert case.cached(), 'what came whole before was not kept'


def a_stopped_fetch_leaves_nothing_half(case):
    before = len(case.cached())
    process = subprocess.Popen([case.longview, 'index', case.address()], env=case.environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while len(case.cached()) <= before and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.wait(60)
    assert process.returncode != 0 and not [s for s in case.cached() if s.name.startswith('.')], (process.returncode, case.cached())


def the_matrix_is_that_of_the_folder(case):
    def rows(path):
        done = case.run('index', path, '--json')
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        return sorted((row['name'], sorted((c['series_uid'], c['part']) for c in row['cells'])) for row in found['rows'])
    assert rows(case.address()) == rows(CDSET)


def transforms_are_those_of_the_folder(case):
    for name, path in (('a', CDSET), ('b', case.address())):
        done = case.run('align', path, '--row', ROW, '-o', case.place / name, '--quiet')
        assert done.returncode in (0, 3), done.stderr
    one, other = ({f.name: f.read_bytes() for f in (case.place / n).iterdir()} for n in 'ab')
    assert one == other, (sorted(one), sorted(other))


def what_is_here_is_not_fetched_again(case):
    proxy = Proxy(case.orthanc.port)
    case.run('index', case.address())
    first = case.run('index', case.address(port=proxy.port))   # another address: another place in the cache
    assert first.returncode == 0 and proxy.sent > 5_000_000, (first.stderr, proxy.sent)
    before = proxy.sent
    assert case.run('index', case.address(port=proxy.port)).returncode == 0
    assert proxy.sent - before < 200_000, proxy.sent - before


def a_full_cache_loses_what_was_not_used(case):
    everything = len(case.cached())
    case.environment['LONGVIEW_ARCHIVE_CACHE_MB'] = '1'
    done = case.run('index', case.address(query='?StudyDate=20130521&SeriesDescription=*FLAIR*'))
    del case.environment['LONGVIEW_ARCHIVE_CACHE_MB']
    assert done.returncode == 0 and 1 <= len(case.cached()) < everything, (done.stderr, len(case.cached()))


def filters_narrow_what_is_asked_for(case):
    done = case.run('index', case.address(query='?StudyDate=20130101-20131231'), '--json')
    assert {s['date'][:4] for s in json.loads(done.stdout)['series']} == {'2013'}, done.stdout[:300]
    case.refused('nothing that fits', 'index', case.address(query='?PatientID=nobody'))


def mistakes_and_dead_archives_are_sentences(case):
    case.refused('refuses the titles', 'index', case.address(title='OTHER'))
    case.refused('no archive answers', 'index', case.address(port=free_port()))
    case.refused('title is missing', 'index', 'dicom://127.0.0.1:104')
    case.refused('cannot be asked for', 'index', case.address(query='?Colour=red'))
    silent = socket.create_server(('127.0.0.1', 0))
    began = time.monotonic()
    case.refused('no archive answers', 'index', case.address(port=silent.getsockname()[1]))
    assert time.monotonic() - began < 90


def too_many_studies_are_counted_not_read(case):
    import pydicom
    from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage
    folder = case.place / 'many'
    folder.mkdir()
    for n in range(220):
        ds = pydicom.Dataset()
        ds.file_meta = pydicom.dataset.FileMetaDataset()
        ds.file_meta.TransferSyntaxUID, ds.is_little_endian, ds.is_implicit_VR = ExplicitVRLittleEndian, True, False
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = MRImageStorage
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f'1.2.9.{n}.1.1'
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.PatientID, ds.Modality = f'1.2.9.{n}', f'1.2.9.{n}.1', 'many', 'MR'
        ds.save_as(folder / str(n), write_like_original=False)
    case.orthanc.fill(folder)
    case.refused('studies fit, at most 200', 'index', case.address(query='?PatientID=many'))


TESTS = (half_a_transfer_keeps_nothing_half, a_stopped_fetch_leaves_nothing_half, the_matrix_is_that_of_the_folder,
         transforms_are_those_of_the_folder, what_is_here_is_not_fetched_again, filters_narrow_what_is_asked_for,
         a_full_cache_loses_what_was_not_used, mistakes_and_dead_archives_are_sentences, too_many_studies_are_counted_not_read)


def main(longview):
    if not CDSET.exists():
        sys.exit(print('SKIPPED: there is no cdset'))
    with tempfile.TemporaryDirectory() as place:
        case, failed = Case(os.path.abspath(longview), pathlib.Path(place)), 0
        try:
            case.orthanc.fill(CDSET)
            for test in TESTS:
                began = time.monotonic()
                try:
                    test(case)
                    print(f'{test.__name__} passed in {time.monotonic() - began:.1f} s', flush=True)
                except AssertionError as error:
                    failed += 1
                    print(f'{test.__name__} FAILED: {str(error)[:600]}', flush=True)
        finally:
            case.orthanc.process.terminate()
            case.orthanc.process.wait(30)
    print(f'{len(TESTS) - failed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
