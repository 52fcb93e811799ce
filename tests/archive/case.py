"""What the tests of archives have in common: Orthanc, a line that can be cut, and longview's calls."""
import json, os, pathlib, re, shutil, socket, subprocess, threading, time

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
    """`more`: settings besides; `as_client`: how DCMTK's programs must call it then."""

    def __init__(self, place, more={}, as_client=()):
        self.port, self.as_client = free_port(), as_client
        settings = {'StorageDirectory': str(place / 'db'), 'IndexDirectory': str(place / 'db'), 'DicomPort': self.port,
                    'DicomAet': 'ORTHANC', 'DicomCheckCalledAet': True, 'HttpServerEnabled': False, 'DicomAlwaysAllowFind': True,
                    'DicomAlwaysAllowGet': True, 'DicomAlwaysAllowStore': True, 'Plugins': [], **more}
        (place / 'orthanc.json').write_text(json.dumps(settings))
        program = os.environ.get('ORTHANC') or shutil.which('Orthanc') or '/usr/sbin/Orthanc'
        self.process = subprocess.Popen([program, place / 'orthanc.json'], stdout=open(place / 'orthanc.log', 'w'), stderr=subprocess.STDOUT)
        for _ in range(300):
            if subprocess.run(['echoscu', *as_client, '-aec', 'ORTHANC', '127.0.0.1', str(self.port)], capture_output=True).returncode == 0:
                return
            time.sleep(0.2)
        raise AssertionError('Orthanc does not answer: ' + (place / 'orthanc.log').read_text()[-500:])

    def end(self):
        self.process.terminate()
        self.process.wait(30)

    def fill(self, top):
        """A call for each form of pixels: storescu does not offer them all at once."""
        import pydicom
        forms = {}
        for file in (f for f in top.rglob('*') if f.is_file() and f.read_bytes()[128:132] == b'DICM' and f.name != 'DICOMDIR'):
            form = pydicom.dcmread(file, specific_tags=[]).file_meta.TransferSyntaxUID
            forms.setdefault(STORESCU_FORMS.get(form, '-x='), []).append(file)
        for option, files in forms.items():
            done = subprocess.run(['storescu', *self.as_client, '-aec', 'ORTHANC', option, '127.0.0.1', str(self.port), *files], capture_output=True, text=True)
            assert done.returncode == 0, (option, done.stderr[-300:])


class Proxy:
    """Hands bytes on, counts what the archive sends (or is sent), and cuts the line after so many of them, or goes silent."""

    def __init__(self, port, most=None, by_archive=True, silent=False):
        self.target, self.most, self.sent, self.by_archive, self.silent = port, most, 0, by_archive, silent
        self.heard = bytearray()   # what was counted
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
        try:
            while data := source.recv(1 << 16):
                if counted:
                    self.sent += len(data)
                    self.heard += data
                if self.most is None or self.sent <= self.most:
                    target.sendall(data)
                elif not self.silent:
                    break
        except OSError:   # one of the two has ended it
            pass
        for s in (source, target):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Case:
    def __init__(self, longview, place):
        self.longview, self.place, self.orthanc = longview, place, Orthanc(place)
        self.environment = {**os.environ, 'XDG_CACHE_HOME': str(place / 'cache')}

    def address(self, title='ORTHANC', port=None, query='', scheme='dicom', host='127.0.0.1'):
        return f'{scheme}://{title}@{host}:{port or self.orthanc.port}{query}'

    def run(self, *arguments):
        return subprocess.run([self.longview, *map(str, arguments)], capture_output=True, text=True, env=self.environment)

    def refused(self, words, *arguments):
        done = self.run(*arguments)
        assert done.returncode in (1, 2) and words in done.stderr and done.stderr.count('\n') == 1, (words, done.stderr)
        for asked in re.findall('Patient[A-Za-z]*=([^&]+)', ' '.join(map(str, arguments))):
            assert asked not in done.stderr + done.stdout, ('what was asked for is said', asked)

    def rows(self, path):
        """The matrix: its rows and what stands in them."""
        done = self.run('index', path, '--json')
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        return sorted((row['name'], sorted((c['series_uid'], c['part']) for c in row['cells'])) for row in found['rows'])

    def cached(self):
        folder = self.place / 'cache/longview/archive'
        return sorted(p for p in folder.iterdir()) if folder.exists() else []
