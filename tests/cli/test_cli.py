#!/usr/bin/python3
"""What the commands answer to good and bad input: sentence, exit code, and nothing half-written.

usage: test_cli.py LONGVIEW DEMO_FOLDER CASE      one case, or `list`
"""
import json, os, pathlib, shutil, signal, subprocess, sys, tempfile, time

NAME_OF_THE_DEMO_PATIENT = b'DEMO'      # the invented person's name, as it stands in the files
ROW = 'flair axial brain'


class Stage:
    """A temporary folder and the program."""

    def __init__(self, longview, demo, folder):
        self.longview, self.demo, self.folder = longview, demo, pathlib.Path(folder)

    def run(self, *arguments, timeout=300):
        done = subprocess.run([self.longview, *map(str, arguments)], capture_output=True, timeout=timeout)
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
    refused(s.run(s.folder / 'nowhere', '--headless', '--script', os.devnull), 'no such file or folder')


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
    s.folder.chmod(0o755)
    other = {'user': 65534} if os.geteuid() == 0 else {}      # root would read it all the same
    done = subprocess.run([s.longview, 'index', s.folder / 'cd', '--json'], capture_output=True, **other)
    assert done.returncode == 1, done
    assert sum(l['files'] for l in json.loads(done.stdout)['left_out']) == 1, done.stdout


def unknown_row_lists_the_rows(s):
    code, output, errors = s.run('export', s.demo, '--row', 'knee', '-o', s.folder / 'f.mp4')
    assert code == 2 and 'Brain · FLAIR · axial' in errors, (code, errors)
    code, output, errors = s.run('export', s.demo, '--row', 'lumbar', '-o', s.folder / 'f.mp4')
    assert code == 2 and errors.count('Lumbar') == 2, (code, errors)
    assert s.names() == []


def output_not_writable(s):
    refused(s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'no' / 'f.mp4'), 'cannot be written')
    refused(s.run('export', s.demo, '--row', ROW, '-o', s.folder / 'f.avi'), 'longview writes .mp4', code=2)
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
            refused(s.run('export', s.demo, '--row', ROW, '-o', disk / name, '--size', '320x240'), 'written')
            assert not any(disk.iterdir()), list(disk.iterdir())
        refused(s.run('demo', disk / 'demo'), 'written')
        assert not any(disk.iterdir()), list(disk.iterdir())
    finally:
        subprocess.run(['umount', disk], check=True)


def interrupted(s):
    for wait_s in (0.3, 2.5):
        running = subprocess.Popen([s.longview, 'export', s.demo, '--row', ROW, '-o', s.folder / 'f.mp4'],
                                   stderr=subprocess.PIPE)
        time.sleep(wait_s)
        running.send_signal(signal.SIGINT)
        started = time.monotonic()
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


def doctor(s):
    code, output, errors = s.run('doctor')
    assert code == 0, output + errors
    for word in ('Vulkan', 'alignment', 'H.264', 'font', 'DICOM'):
        assert word in output, output


def bad_scripts(s):
    script = s.write('a.script', b'frames 1\nfly 3\n')
    refused(s.run('--headless', '--script', script), 'line 2', code=2)
    script = s.write('b.script', b'click "No such button"\n')
    refused(s.run('--headless', '--script', script), 'not on the screen')
    refused(s.run('--headless'), '--script', code=2)


CASES = [empty_folder, missing_folder, text_named_dcm, truncated_picture, unreadable_file, unknown_row_lists_the_rows,
         output_not_writable, disk_full, interrupted, film_of_the_demo, other_films, doctor, bad_scripts]


def main():
    if sys.argv[1] == 'list':
        print(';'.join(c.__name__ for c in CASES), end='')
        return
    longview, demo, name = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as folder:
        next(c for c in CASES if c.__name__ == name)(Stage(longview, demo, folder))


main()
