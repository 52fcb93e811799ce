#!/usr/bin/python3
"""What the commands answer to good and bad input: sentence, exit code, and nothing half-written.

usage: test_cli.py LONGVIEW DEMO_FOLDER CASE      one case, or `list`
"""
import base64, glob, hashlib, itertools, json, os, pathlib, re, shutil, signal, subprocess, sys, tempfile, time

import numpy as np
import pydicom

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../bench/registration'))
import rigid

NAME_OF_THE_DEMO_PATIENT = b'DEMO'      # the invented person's name, as it stands in the files
ROW = 'flair axial brain'
GROUP = 'FLAIR ax brain'                # the same row in truth.json
WITHIN_MM = 0.5                         # the furthest point; what "good" promises (PRODUCT, "Trust")


class Stage:
    """A temporary folder and the program."""

    def __init__(self, longview, demo, folder):
        self.longview, self.demo, self.folder = longview, demo, pathlib.Path(folder)

    def run(self, *arguments, timeout=300, **variables):
        done = subprocess.run([self.longview, *map(str, arguments)], capture_output=True, timeout=timeout,
                              env={**os.environ, **variables})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def run_as_other(self, *arguments):
        """As somebody who may not read everything: root would. The program is copied to where they may run it."""
        self.folder.chmod(0o755)
        other = {'user': 65534} if os.geteuid() == 0 else {}
        with tempfile.TemporaryDirectory() as place:
            pathlib.Path(place).chmod(0o755)
            done = subprocess.run([shutil.copy(self.longview, place), *map(str, arguments)], capture_output=True, **other)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def one_picture(self):
        return next(p for p in sorted(pathlib.Path(self.demo).rglob('*.dcm')))

    def names(self):
        return sorted(p.name for p in self.folder.iterdir())


def refused(answer, words, code=1):
    got, output, errors = answer
    assert got == code, f'exit {got}, not {code}: {output}{errors}'
    lines = [l for l in errors.splitlines() if l]
    assert lines and words in errors, f'"{words}" is not in: {errors!r}'
    assert 'exception' not in errors.lower() and 'assert' not in errors.lower(), errors


class Truth:
    """truth.json of the demo patient; maps as RAS matrices (rigid.py), points in RAS mm."""

    def __init__(self, demo):
        self.demo, self.truth = pathlib.Path(demo), json.load(open(os.path.join(demo, 'truth.json')))
        self.study_of = {s['series_uid']: st['study'] for st in self.truth['studies'] for s in st['series']}

    def members(self, group):
        return [s['series_uid'] for st in self.truth['studies'] for s in st['series'] if s['match_group'] == group]

    def folder(self, study, group):
        number = next(s['number'] for st in self.truth['studies'] for s in st['series']
                      if st['study'] == study and s['match_group'] == group)
        return glob.glob(f'{self.demo}/{study}_*/{number:03d}')[0]

    def map(self, of, to):
        """Points of study `of` to the same anatomy in study `to`, both of the head."""
        first = {study: np.eye(4) if study == 'A' else rigid.read_itk(self.demo / f'{study}_to_A.txt') for study in (of, to)}
        return np.linalg.inv(first[to]) @ first[of]

    def off_mm(self, found, of, to):
        """How far a map misses at most: at the landmarks of the head and 80 mm to each side of their middle."""
        marks = rigid.apply(rigid.LPS, np.array(self.truth['landmarks_LPS_mm'][of]))
        points = np.vstack([marks, marks.mean(0) + 80 * np.vstack([np.eye(3), -np.eye(3)])])
        return np.linalg.norm(rigid.apply(found, points) - rigid.apply(self.map(of, to), points), axis=1).max()


def film_is_good(path, frames_at_least):
    probe = subprocess.run(['ffprobe', '-v', 'error', '-count_frames', '-show_entries',
                            'stream=codec_name,pix_fmt,width,height,r_frame_rate,nb_read_frames', '-of', 'json', path],
                           capture_output=True, check=True)
    stream = json.loads(probe.stdout)['streams'][0]
    assert (stream['codec_name'], stream['pix_fmt'], stream['r_frame_rate']) == ('h264', 'yuv420p', '30/1'), stream
    assert stream['width'] % 2 == 0 and stream['height'] % 2 == 0, stream
    assert int(stream['nb_read_frames']) >= frames_at_least, stream
    data = pathlib.Path(path).read_bytes()
    assert data.find(b'moov') < data.find(b'mdat'), 'the index stands behind the data'
    assert NAME_OF_THE_DEMO_PATIENT not in data and b'^' not in data[:2000], 'identity in the film'


# Cases ------------------------------------------------------------------------------------------------

def empty_folder(s):
    (s.folder / 'empty').mkdir()
    refused(s.run('index', s.folder / 'empty'), 'no MRI pictures')
    refused(s.run('export', s.folder / 'empty', '--row', ROW, '-o', s.folder / 'f.mp4'), 'no scans')
    assert s.names() == ['empty']


def missing_folder(s):
    refused(s.run('index', s.folder / 'nowhere'), 'nowhere')
    refused(s.run('export', s.folder / 'nowhere', '--row', '1', '-o', s.folder / 'f.mp4'), 'nowhere')
    view = '--headless', '--script', os.devnull
    refused(s.run(s.folder / 'nowhere', *view), 'no such file or folder')
    refused(s.run('indx'), 'no such command, file or folder')      # also where no window can be opened
    closed = s.write('Jane Doe/closed/x', b'x').parent      # folders may be named after a patient
    closed.chmod(0)
    for path in (closed / 'x', s.folder / 'Jane Doe' / (300 * 'x')):
        for command in (('index', path), (path, *view)):
            answer = s.run_as_other(*command)
            refused(answer, 'x: this cannot be opened')
            assert 'Jane' not in answer[1] + answer[2], answer
    closed.chmod(0o755)


def text_named_dcm(s):
    s.write('cd/picture.dcm', b'Dear patient, here are your pictures.\n' * 50)
    refused(s.run('index', s.folder / 'cd'), 'no MRI pictures')
    code, output, _ = s.run('index', s.folder / 'cd', '--json')
    assert sum(l['files'] for l in json.loads(output)['left_out']) == 1, output


def truncated_picture(s):
    whole = s.one_picture().read_bytes()
    for share in (0.05, 0.5, 0.95):
        s.write(f'cd/{share}.dcm', whole[:int(len(whole) * share)])
    code, output, _ = s.run('index', s.folder / 'cd', '--json')
    index = json.loads(output)
    assert sum(l['files'] for l in index['left_out']) + sum(x['slices'] for x in index['series']) == 3, output
    assert any('damaged' in l['reason'] or 'cut off' in l['reason'] or 'incomplete' in l['reason']
               for l in index['left_out']), output


def unreadable_file(s):
    path = s.write('cd/picture.dcm', s.one_picture().read_bytes())
    path.chmod(0)
    code, output, errors = s.run_as_other('index', s.folder / 'cd', '--json')
    assert code == 1, (code, errors)
    assert sum(l['files'] for l in json.loads(output)['left_out']) == 1, output


def unknown_row_lists_the_rows(s):
    code, output, errors = s.run('export', s.demo, '--row', 'knee', '-o', s.folder / 'f.mp4')
    assert code == 2 and 'Brain · FLAIR · axial' in errors, (code, errors)
    code, output, errors = s.run('export', s.demo, '--row', 'lumbar', '-o', s.folder / 'f.mp4')
    assert code == 2 and errors.count('Lumbar') == 2, (code, errors)
    assert s.names() == []


def output_not_writable(s):
    refused(s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'no' / 'f.mp4'), 'cannot be written')
    refused(s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'f.avi'), 'longview writes .mp4', code=2)
    refused(s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'f.mp4', '--send', 'dicom://A@h:104'), 'use longview align … --dicom DIR --send', code=2)
    refused(s.run('demo', s.folder / 'no' / 'demo'), 'cannot be written')
    s.write('full/x', b'x')
    refused(s.run('demo', s.folder / 'full'), 'content')
    assert s.names() == ['full']


def disk_full(s):
    if os.geteuid() != 0:
        print('SKIPPED: only root can mount a small disk')
        return
    disk = s.folder / 'disk'
    disk.mkdir()
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', disk], capture_output=True).returncode:
        print('SKIPPED: a small disk cannot be mounted here')
        return
    try:
        for name in ('f.mp4', 'frames'):
            refused(s.run('export', s.demo, '--row', ROW, '-o', disk / name, '--size', '320x240'), 'cannot be written: the disk is full')
            assert not any(disk.iterdir()), list(disk.iterdir())
        refused(s.run('demo', disk / 'demo'), 'written')
        assert not any(disk.iterdir()), list(disk.iterdir())
        refused(s.run('align', s.demo, '--row', ROW, '-o', disk / 'out', '--resampled'), 'written')
        assert not any(disk.iterdir()), list(disk.iterdir())
        truth = Truth(s.demo)
        refused(s.run('register', truth.folder('A', GROUP), truth.folder('B', GROUP), '-o', disk / 'T.tfm',
                      '--resampled', disk / 'r.nii.gz'), 'written')
        assert not any(disk.iterdir()), list(disk.iterdir())
    finally:
        subprocess.run(['umount', disk], check=True)


def interrupted(s):
    for command, output, wait_s in (('export', 'f.mp4', 0.3), ('export', 'f.mp4', 2.5), ('export', 'f.html', 2.5), ('align', 'out', 0.3)):
        running = subprocess.Popen([s.longview, command, s.demo, '--row', ROW, '-o', s.folder / output],
                                   stderr=subprocess.PIPE)
        time.sleep(wait_s)
        running.send_signal(signal.SIGINT)
        errors = running.communicate(timeout=60)[1].decode()
        assert running.returncode == 1 and 'stopped' in errors, (running.returncode, errors)
        assert s.names() == [], s.names()


def film_of_the_demo(s):
    code, output, errors = s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'f.mp4', '--size', '321x241')
    assert code == 0, (code, errors)
    assert s.names() == ['f.mp4'], s.names()
    film_is_good(s.folder / 'f.mp4', 300)


def other_films(s):
    for name, look in (('f.gif', 'switch'), ('f.webm', 'sweep'), ('sheet.png', 'grid'), ('frames', 'difference')):
        code, output, errors = s.run('export', s.demo, '--row', '7', '-o', s.folder / name, '--size', '160x120',
                                     '--look', look)
        assert code in (0, 3), (code, errors)
    assert s.names() == ['f.gif', 'f.webm', 'frames', 'sheet.png'], s.names()
    assert len(list((s.folder / 'frames').iterdir())) > 60


def page_of_the_demo(s):
    """Nothing of identity for others, all of it for a doctor; a policy that names exactly what stands in the file."""
    patient = pydicom.dcmread(s.one_picture())
    dates = {'others': [], 'doctor': []}
    for audience in dates:
        page = s.folder / f'{audience}.html'
        code, output, errors = s.run('export', s.demo, '--row', ROW, '-o', page, '--size', '64x64', '--for', audience)
        assert code == 0, (code, errors)
        text = page.read_text()
        row = json.loads(re.search(r'id="row">(.*?)</script>', text, re.S)[1])
        dates[audience] = row['dates']
        assert (row['person'] != '') == (audience == 'doctor'), row['person']
        name = ' '.join(reversed(str(patient.PatientName).split('^')))
        assert (name in text) == (audience == 'doctor'), (audience, name)
        for identity in (patient.PatientBirthDate, patient.StudyInstanceUID, patient.SeriesInstanceUID, str(s.folder)):
            assert identity not in text, identity
        for tag, kind in (('style', 'style'), ('script', 'script')):
            inside = re.findall(rf'<{tag}>(.*?)</{tag}>', text, re.S)
            assert len(inside) == 1, (tag, len(inside))
            digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in text, kind
        assert "default-src 'none'" in text and not re.search(r'https?:|//[a-z]+\.', text), 'an address'
        count = len(row['slices']) * len(row['dates'])
        assert len(re.findall(r'id="date-\d+-\d+"', text)) == count > 0
        assert 'Not for diagnosis' in text
    assert all(re.fullmatch(r'\d{4}', d) for d in dates['others']), dates
    assert all(re.fullmatch(r'\d+ \w{3} \d{4}', d) for d in dates['doctor']), dates


def sheet_of_paper_of_the_demo(s):
    if not (shutil.which('pdftotext') and shutil.which('pdftoppm')):
        print('SKIPPED: no pdftotext or pdftoppm')
        return
    patient = pydicom.dcmread(s.one_picture())
    name = str(patient.PatientName).partition('^')[0]
    for audience in ('others', 'doctor'):
        sheet = s.folder / f'{audience}.pdf'
        code, output, errors = s.run('export', s.demo, '--row', ROW, '-o', sheet, '--for', audience)
        assert code == 0, (code, errors)
        text = subprocess.run(['pdftotext', '-layout', sheet, '-'], capture_output=True, check=True).stdout.decode()
        info = subprocess.run(['pdfinfo', sheet], capture_output=True, check=True).stdout.decode()
        assert (name in text) == (audience == 'doctor') and name not in info, (audience, text, info)
        years = sorted({d[:4] for d in (st['date'] for st in Truth(s.demo).truth['studies']
                                        if any(se['match_group'] == GROUP for se in st['series']))})
        assert all(year in text for year in years), (years, text)
        for words in ('Brain · FLAIR · axial', 'Not for diagnosis', 'lined up within', 'What else changed', 'mm slices', 'cm'):
            assert words in text, (words, text)
        assert '595.28 x 841.89 pts (A4)' in info, info
        subprocess.run(['pdftoppm', '-r', '50', '-png', sheet, s.folder / audience], check=True)
        assert list(s.folder.glob(f'{audience}-*.png'))


def align_of_a_row(s):
    code, output, errors = s.run('align', s.demo, '--row', ROW, '-o', s.folder / 'out')
    assert code == 0, (code, output, errors)
    report, truth = json.load(open(s.folder / 'out/report.json')), Truth(s.demo)
    assert list(report) == ['reference', 'dates'], report
    reference = report['reference']['series_uid']
    assert [d['series_uid'] for d in report['dates']] == truth.members(GROUP), report
    assert sorted(os.listdir(s.folder / 'out')) == sorted([d['transform'] for d in report['dates']] + ['report.json'])
    for d in report['dates']:
        assert list(d) == ['series_uid', 'part', 'date', 'transform', 'method', 'verdict', 'uncertainty_mm', 'remaining_mm', 'overlap', 'left_right', 'because', 'parts'], d
        of, to = truth.study_of[reference], truth.study_of[d['series_uid']]
        date = next(st['date'] for st in truth.truth['studies'] if st['study'] == to)
        assert d['date'].replace('-', '') == date, (d, date)
        assert d['method'] in ('scanner', 'automatic', 'group') and 0.9 < d['overlap'] <= 1 and d['because'], d
        off_mm = truth.off_mm(rigid.read_itk(s.folder / 'out' / d['transform']), of, to)
        print(f"{of} to {to}: {off_mm:.3f} mm, {d['verdict']} within {d['uncertainty_mm']:.3f} mm")
        assert d['verdict'] == 'good' and off_mm <= WITHIN_MM, (d, off_mm)
        if to == of:
            assert (rigid.read_itk(s.folder / 'out' / d['transform']) == np.eye(4)).all(), d


def align_of_three_slices(s):
    """From the edge of the head, too few to be lined up alone: they lie as the T2 of their visit does."""
    truth = Truth(s.demo)
    for study, group in itertools.product('AC', (GROUP, 'T2 ax brain')):
        folder = pathlib.Path(truth.folder(study, group))
        shutil.copytree(folder, s.folder / 'few' / folder.relative_to(s.demo))
    flair = s.folder / 'few' / os.path.relpath(truth.folder('C', GROUP), s.demo)
    slices = sorted(flair.iterdir())
    for picture in slices[:2] + slices[5:]:
        picture.unlink()
    code, output, errors = s.run('align', s.folder / 'few', '--row', ROW, '-o', s.folder / 'out')
    assert code == 3, (code, output, errors)
    of_c = json.load(open(s.folder / 'out/report.json'))['dates'][1]
    off_mm = truth.off_mm(rigid.read_itk(s.folder / 'out' / of_c['transform']), 'A', 'C')
    print(f"A to C: {off_mm:.3f} mm, {of_c['verdict']}: {of_c['because']}")
    assert (of_c['verdict'], of_c['method'], of_c['uncertainty_mm']) == ('doubtful', 'group', None), of_c
    assert 'another series of the same visit' in of_c['because'][0], of_c
    assert 'the scans overlap little' in of_c['because'], of_c
    assert off_mm <= WITHIN_MM, off_mm
    shutil.rmtree(s.folder / 'few')


def register_in_both_forms(s):
    truth = Truth(s.demo)
    scans = truth.folder('A', GROUP), truth.folder('C', GROUP)
    for name in ('T.tfm', 'T.txt'):
        code, output, errors = s.run('register', *scans, '-o', s.folder / name, '--json', '--metric', 'cpu')
        assert code == 0, (code, output, errors)
        said = json.loads(output)
        assert (said['transform'], said['method'], said['verdict']) == (name, 'automatic', 'good'), output
    itk, matrix = rigid.read_itk(s.folder / 'T.tfm'), np.loadtxt(s.folder / 'T.txt')
    assert np.abs(itk - matrix).max() < 1e-9, (itk, matrix)
    off_mm = truth.off_mm(itk, 'A', 'C')
    print(f'A to C: {off_mm:.3f} mm')
    assert off_mm <= WITHIN_MM, off_mm
    assert s.names() == ['T.tfm', 'T.txt'], s.names()


def register_of_what_does_not_fit(s):
    truth = Truth(s.demo)
    code, output, errors = s.run('register', truth.folder('A', GROUP), truth.folder('F', 'T2 sag lumbar spine'),
                                 '-o', s.folder / 'T.tfm', '--json')
    assert code == 3 and json.loads(output)['verdict'] in ('doubtful', 'failed'), (code, output, errors)
    assert json.loads(output)['because'], output
    whole = next(f for f in sorted(pathlib.Path(truth.folder('A', GROUP)).iterdir()) if f.is_file()).read_bytes()
    cut = s.folder / 'cut'
    s.write('cut/1', whole[:3000])
    refused(s.run('register', cut, cut, '-o', s.folder / 'T.tfm'), 'cut: holds no scan that can be used: DICOM file: it is cut off')


def transforms_not_writable(s):
    # The inputs are not there either: the outputs are looked at first.
    s.write('full/x', b'x')
    nowhere = s.folder / 'nowhere'
    refused(s.run('register', nowhere, nowhere, '-o', s.folder / 'no' / 'T.tfm'), 'T.tfm: cannot be written')
    refused(s.run('register', nowhere, nowhere, '-o', s.folder / 'T.tfm', '--resampled', s.folder / 'no' / 'r.nii'),
            'r.nii: cannot be written')
    refused(s.run('align', nowhere, '--row', ROW, '-o', s.folder / 'no' / 'out'), 'out: cannot be written')
    refused(s.run('align', nowhere, '--row', ROW, '-o', s.folder / 'full'), 'has content')
    # Outputs that could be written, inputs that cannot be read: nothing is left.
    refused(s.run('register', nowhere, nowhere, '-o', s.folder / 'T.tfm'), 'nowhere')
    refused(s.run('align', nowhere, '--row', ROW, '-o', s.folder / 'out'), 'nowhere')
    assert s.names() == ['full'] and os.listdir(s.folder / 'full') == ['x'], s.names()


def doctor(s):
    code, output, errors = s.run('doctor')
    assert code == 0, output + errors
    for word in ('Vulkan', 'alignment', 'H.264', 'font', 'DICOM'):
        assert word in output, output


def no_driver(s):
    """Where NVIDIA's driver cannot be loaded, the processor aligns and doctor says why no card does."""
    library = s.write('lib/libcuda.so.1', b'')      # found before any other, and no library
    hidden = {'LD_LIBRARY_PATH': library.parent}
    code, output, errors = s.run('doctor', **hidden)
    assert code == 0, output + errors
    why = 'there is no NVIDIA driver on this machine'
    if 'built without CUDA' in output:
        why = 'this longview was built without CUDA; build it where clang and nv-codec-headers are installed'
    assert f'on the processor; CUDA: {why}\n' in output, output
    row = ('align', s.demo, '--row', ROW, '-o', s.folder / 'out')
    refused(s.run(*row, '--metric', 'cuda', **hidden), why)
    code, output, errors = s.run(*row, **hidden)
    assert code == 0, errors


def driver_that_fails(s):
    """NVIDIA's toolkit has a stand-in for the driver that answers every call with error 34."""
    stand_in = pathlib.Path('/usr/local/cuda/lib64/stubs/libcuda.so')
    code, output, errors = s.run('doctor')
    if not stand_in.exists() or 'built without CUDA' in output:
        print("SKIPPED: NVIDIA's toolkit, or CUDA in this build, is not here")
        return
    library = s.write('lib/libcuda.so.1', stand_in.read_bytes())
    code, output, errors = s.run('doctor', LD_LIBRARY_PATH=library.parent)
    assert code == 0, output + errors
    assert 'on the processor; CUDA: the NVIDIA driver does not start (cuInit: error 34)' in output, output


def bad_scripts(s):
    script = s.write('a.script', b'frames 1\nfly 3\n')
    refused(s.run('--headless', '--script', script), 'line 2', code=2)
    script = s.write('b.script', b'click "No such button"\n')
    refused(s.run('--headless', '--script', script), 'not on the screen')
    refused(s.run('--headless'), '--script', code=2)


def date_typed_in(s):
    """A study without any date: the window asks for one, shows it as typed, and the session file keeps it."""
    truth = Truth(s.demo)
    for place, file in enumerate(sorted(pathlib.Path(truth.folder('A', GROUP)).glob('*'))):
        picture = pydicom.dcmread(file)
        for element in list(picture):
            if element.VR == 'DA' and element.keyword != 'PatientBirthDate':
                del picture[element.tag]
        (s.folder / 'in').mkdir(exist_ok=True)
        picture.save_as(s.folder / 'in' / f'{place}.dcm')
    script = s.write('type.script', f"""size 960 600
open "{s.folder / 'in'}"
wait scanned
frames 4
click "type a date #1"
frames 2
type 2012-13-06
click "Set the date"
frames 2
expect message ~ "a date is expected"
dismiss
click "type a date #1"
frames 2
type 2012-05-06
key enter
wait scanned
frames 2
expect message = ""
save-session "{s.folder / 'typed.longview'}"
quit
""".encode())
    code, output, errors = s.run('--headless', '--script', script)
    assert code == 0, output + errors
    assert '2012-05-06' in (s.folder / 'typed.longview').read_text()
    code, output, errors = s.run('index', s.folder / 'typed.longview')
    assert code == 0 and '6 May 2012' in output, output + errors


CASES = [empty_folder, missing_folder, text_named_dcm, truncated_picture, unreadable_file, unknown_row_lists_the_rows,
         output_not_writable, disk_full, interrupted, film_of_the_demo, other_films, page_of_the_demo,
         sheet_of_paper_of_the_demo, align_of_a_row, align_of_three_slices,
         register_in_both_forms, register_of_what_does_not_fit, transforms_not_writable, doctor, no_driver,
         driver_that_fails, bad_scripts, date_typed_in]


def main():
    if sys.argv[1] == 'list':
        print(';'.join(c.__name__ for c in CASES), end='')
        return
    longview, demo, name = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        next(c for c in CASES if c.__name__ == name)(Stage(longview, demo, folder))


main()
