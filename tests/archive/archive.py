#!/usr/bin/python3
"""`dicom://` paths against Orthanc: the same matrix and transforms as from the folder, each fault a sentence, nothing
half-kept; what `align --send` stores there is what it has written.

usage: archive.py LONGVIEW        (ORTHANC: its program, where it lies elsewhere)
"""
import json, os, pathlib, re, shutil, signal, socket, subprocess, sys, tempfile, threading, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from in_turn import run_in_turn

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
    """Hands bytes on, counts what the archive sends (or is sent), and cuts the line after so many of them."""

    def __init__(self, port, most=None, by_archive=True):
        self.target, self.most, self.sent, self.by_archive = port, most, 0, by_archive
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(('127.0.0.1', self.target))
            threading.Thread(target=self.hand_on, args=(near, far, not self.by_archive), daemon=True).start()
            threading.Thread(target=self.hand_on, args=(far, near, self.by_archive), daemon=True).start()

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


def send(case, name, address):
    return 'align', CDSET, '--row', ROW, '-o', case.place / name, '--dicom', case.place / f'{name}_dicom', '--send', address, '--quiet'


def objects_of(files):
    import pydicom
    return {ds.SOPInstanceUID: ds for ds in map(pydicom.dcmread, (f for f in files if f.is_file()))}


def stored(case, series):
    """What the archive hands out of these series, by DCMTK's getscu."""
    place = pathlib.Path(tempfile.mkdtemp(dir=case.place))
    for uid in series:
        subprocess.run(['getscu', '-S', '-aec', 'ORTHANC', '127.0.0.1', str(case.orthanc.port), '-k', 'QueryRetrieveLevel=SERIES', '-k',
                        f'SeriesInstanceUID={uid}', '-od', place], capture_output=True)
    return objects_of(place.iterdir())


def half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole(case):
    half = Proxy(case.orthanc.port, 3_000_000, by_archive=False)
    done = case.run(*send(case, 'half', case.address(port=half.port)))
    told = re.search(r'broke off.*it has taken (\d+) of (\d+) objects: send them again.*half_dicom', done.stderr)
    assert done.returncode == 1 and told and 0 < int(told[1]) < int(told[2]), done.stderr
    whole = case.run(*send(case, 'whole', case.address()))
    assert whole.returncode in (0, 3) and not whole.stderr, whole.stderr
    ours = objects_of((case.place / 'whole_dicom').rglob('*'))
    assert len(ours) == int(told[2]) and set(objects_of((case.place / 'half_dicom').rglob('*'))) == set(ours)
    theirs = stored(case, {ds.SeriesInstanceUID for ds in ours.values()})
    assert theirs.keys() == ours.keys(), (len(theirs), len(ours))
    assert all(theirs[uid] == ds for uid, ds in ours.items()), 'the archive has other objects'


def what_cannot_be_sent_is_a_sentence(case):
    case.refused('refuses the titles', *send(case, 'x1', case.address(title='OTHER')))
    case.refused('no archive answers', *send(case, 'x2', case.address(port=free_port())))
    case.refused('says where to, not what', *send(case, 'x3', case.address(query='?PatientID=1')))
    case.refused('title is missing', *send(case, 'x4', 'dicom://127.0.0.1'))
    assert not (case.place / 'x3').exists() and not (case.place / 'x4').exists()
    takes_pictures_alone = case.place / 'storescp.cfg'
    takes_pictures_alone.write_text('[[TransferSyntaxes]]\n[Plain]\nTransferSyntax1 = LittleEndianExplicit\n[[PresentationContexts]]\n[MR]\n'
                                    'PresentationContext1 = MRImageStorage\\Plain\n[[Profiles]]\n[Default]\nPresentationContexts = MR\n')
    port, kept = free_port(), case.place / 'kept'
    kept.mkdir()
    server = subprocess.Popen(['storescp', '-xf', takes_pictures_alone, 'Default', '-od', kept, str(port)])
    try:
        while server.poll() is None:
            with socket.socket() as s:
                if s.connect_ex(('127.0.0.1', port)) == 0:
                    break
            time.sleep(0.1)
        case.refused('takes no objects of the kind SpatialRegistrationStorage; nothing was sent', *send(case, 'x5', case.address(port=port)))
        assert not list(kept.iterdir()) and list((case.place / 'x5_dicom').rglob('registration.dcm'))
    finally:
        server.terminate()
        server.wait(30)


TESTS = (half_a_transfer_keeps_nothing_half, a_stopped_fetch_leaves_nothing_half, the_matrix_is_that_of_the_folder,
         transforms_are_those_of_the_folder, what_is_here_is_not_fetched_again, filters_narrow_what_is_asked_for,
         a_full_cache_loses_what_was_not_used, mistakes_and_dead_archives_are_sentences, too_many_studies_are_counted_not_read,
         half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole, what_cannot_be_sent_is_a_sentence)


def main(longview):
    if not CDSET.exists():
        sys.exit(print('SKIPPED: there is no cdset'))
    with tempfile.TemporaryDirectory() as place:
        case = Case(os.path.abspath(longview), pathlib.Path(place))
        try:
            case.orthanc.fill(CDSET)
            return run_in_turn(TESTS, case)
        finally:
            case.orthanc.process.terminate()
            case.orthanc.process.wait(30)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
