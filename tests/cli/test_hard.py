#!/usr/bin/python3
"""What is hard on a program: signals, folders that never answer, pipes, full outputs, names, texts of strangers.

usage: test_hard.py LONGVIEW CASE      one case, or `list`
"""
import contextlib, json, os, pathlib, re, shutil, signal, struct, subprocess, sys, tempfile, time, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from program import MOST_S, PATIENCE_S, Place, dead_folder, display
from small_dicom import RLE, element, item, picture, series, words


# Cases ------------------------------------------------------------------------------------------------

def the_first_signal_ends_a_command_in_a_folder_that_never_answers(p):
    with dead_folder(p) as dead:
        if dead is None:
            print('SKIPPED: no file system of our own can be mounted here')
            return
        for command in (['index', dead], ['register', dead, dead, '-o', p.folder / 'T.tfm'], ['demo', dead / 'D'],
                        ['align', dead, '--row', '1', '-o', p.folder / 'out'], ['export', dead, '-o', p.folder / 'f.mp4']):
            for with_signal in (signal.SIGINT, signal.SIGTERM):
                running = p.start(*command)
                p.wait_until_it_hears(running)
                time.sleep(0.3)
                assert running.poll() is None, command
                seconds, code, errors = p.stop(running, with_signal)
                print(f'{command[0]}: {seconds:.2f} s')
                assert seconds < MOST_S and code == 1 and errors == 'stopped\n', (command, seconds, code, errors)
                assert p.left() == ['dead'], p.left()


def a_window_that_cannot_start_says_why(p):
    (p.folder / 'bad.longview').write_text('{"longview_session": 1, "paths"')
    (p.folder / 'deep.longview').write_text('[' * 100_000)
    with display() as (_, name):
        for what in ('nowhere', 'bad.longview', 'deep.longview'):
            code, output, errors = p.run(p.folder / what, env={'DISPLAY': name})
            assert code == 1 and errors.startswith(what + ': ') and len(errors.splitlines()) == 1, (what, code, errors)


def the_window_ends_at_the_first_signal_also_in_a_folder_that_never_answers(p):
    with display() as (_, name), dead_folder(p) as dead:
        for arguments in ([], [series(p.folder / 'in')], [dead] if dead else []):
            taken_s = []
            for attempt in range(3):        # the least counts: a machine may be busy with other things
                running = p.start(*arguments, env={'DISPLAY': name})
                time.sleep(2)
                assert running.poll() is None, arguments
                seconds, code, errors = p.stop(running, signal.SIGTERM)
                assert code == 0 and not errors, (arguments, code, errors)
                taken_s.append(seconds)
            print(f'{min(taken_s):.2f} s')
            assert min(taken_s) < MOST_S, (arguments, taken_s)


def nothing_half_written_stays_when_the_display_goes(p):
    for study in '12':
        series(p.folder / 'in' / study, uid=b'1.2.3.' + study.encode())
    script = p.folder / 'film.script'
    script.write_text(f'wait scanned\nrow 1\nwait aligned\nfilm "{p.folder}/film.mp4"\nframes 100000\n')
    with display() as (server, name):
        running = p.start(p.folder / 'in', '--script', script, env={'DISPLAY': name})
        while not any(p.folder.glob('.part-*')):
            assert running.poll() is None, running.communicate()
            time.sleep(0.02)
        server.kill()
        errors = running.communicate(timeout=PATIENCE_S)[1].decode()
        assert running.returncode == 1 and 'its screen has gone' in errors, (running.returncode, errors)
    assert p.left() == ['film.script', 'in'], p.left()


def a_killed_run_leaves_nothing_that_is_read_or_stays(p):
    running = p.start('demo', p.folder / 'D')
    while not any(p.folder.glob('.part-*/*/*/*')):
        assert running.poll() is None
        time.sleep(0.02)
    running.kill()
    running.communicate()
    assert len(p.left()) == 1, p.left()
    code, output, errors = p.run('index', p.folder, '--json')
    index = json.loads(output)
    assert code == 1 and index['counts']['pictures'] == 0 and index['left_out'], output
    assert p.run('register', 'a', 'b', '-o', p.folder / 'T.tfm')[0] == 1
    assert p.left() == [], p.left()


def what_stdout_does_not_take_is_said(p):
    scans = series(p.folder / 'in')
    truth = {'index': ['index', scans], 'doctor': ['doctor'], 'help': ['--help'],
             'register': ['register', scans, scans, '-o', p.folder / 'T.tfm']}
    for command in truth.values():
        with open('/dev/full', 'wb') as full:
            code, _, errors = p.run(*command, stdout=full)
        assert code == 1 and 'cannot be printed: the disk is full' in errors, (command, code, errors)
        shell = subprocess.run(['sh', '-c', '"$@" >&-', 'sh', p.longview, *map(str, command)], capture_output=True)
        assert shell.returncode == 1 and b'cannot be printed' in shell.stderr, (command, shell)
        reading, writing = os.pipe()
        os.close(reading)
        code, _, errors = p.run(*command, stdout=writing)
        os.close(writing)
        assert code == 1 and 'nobody reads it' in errors, (command, code, errors)


def pipes_are_no_sessions_scripts_or_scans(p):
    for name in ('p.longview', 'p.script', 'p.nii', 'p'):
        os.mkfifo(p.folder / name)
    for command in (['index', p.folder / 'p.longview'], ['--headless', '--script', p.folder / 'p.script'],
                    ['register', p.folder / 'p.nii', p.folder / 'p.nii', '-o', p.folder / 'T.tfm'], ['index', p.folder / 'p']):
        code, output, errors = p.run(*command)
        assert code == 1 and len(errors.splitlines()) == 1, (command, code, errors)


def texts_of_files_and_arguments_do_nothing_in_a_terminal(p):
    unseen = '\x1b]0;x\x07\u009b31m\u202egnp\u202c\u200b\u2066\ufeff'
    scans = series(p.folder / 'in', says={(8, 0x103E): (b'LO', ('T2' + unseen).encode())})
    (scans / 'odd.dcm').write_bytes(picture(syntax=b'1.2.\x1b[31m'))
    for command in (['index', scans], ['index', scans, '--json'], ['export', scans, '--row', unseen, '-o', p.folder / 'f.mp4'],
                    ['index', p.folder / unseen], ['index', '--' + unseen], ['doctor', '--gpu', unseen]):
        code, output, errors = p.run(*command)
        for c in '\x1b\x07\u009b\u202e\u202c\u200b\u2066\ufeff':
            assert c not in output + errors, (command, c, output, errors)


def the_demo_needs_a_folder_that_can_be_written(p):
    for home in ('/proc', '/dev/null'):
        code, _, errors = p.run('export', '--demo', '-o', p.folder / 'f.mp4', env={'HOME': home, 'XDG_CACHE_HOME': ''})
        assert code == 1 and 'the demo patient cannot be kept' in errors, (home, code, errors)
    assert p.left() == [], p.left()


def table(count, data, bits=16):
    """A Modality LUT."""
    lut = element(0x28, 0x3002, b'US', words(count, 0, bits)) + element(0x28, 0x3006, b'OW', data)
    return {(0x28, 0x3000): (b'SQ', item(lut))}


def scaled(slope, intercept=b'0'):
    return {(0x28, 0x1052): (b'DS', intercept), (0x28, 0x1053): (b'DS', slope)}


def a_scale_that_cannot_be_is_said(p):
    """By the list of scans, before any picture is read, and by what reads them."""
    cannot = {'zero': scaled(b'0'), 'huge': scaled(b'1e300'), 'tiny': scaled(b'1e-300'), 'none': scaled(b'NaN'),
              'word': scaled(b'one'), 'far': scaled(b'1', b'1e20'), 'endless': scaled(b'1', b'inf'),
              'no table': {(0x28, 0x3000): (b'SQ', item(b''))}, 'short table': table(900, words(*range(800))),
              'absurd table': table(900, words(*range(900)), bits=40)}
    can = {'usual': scaled(b'2.5'), 'comma': scaled(b'2,5'), 'less than 0': scaled(b'-2'), 'not said': scaled(b'', b''), 'blank': scaled(b'  '),
           'small': scaled(b'1e-6'), 'table': table(900, words(*range(900))), 'table of bytes': table(900, bytes(900), bits=8)}
    for name, says in {**cannot, **can}.items():
        scans = series(p.folder / name, says=says)
        said = [p.run('index', scans)[1], p.run('index', scans, '--json')[1],
                ''.join(p.run('register', scans, scans, '-o', p.folder / 'T.tfm')[1:])]
        for text in said:
            assert ('they are shown as they are stored' in text) == (name in cannot), (name, text)
        assert said[0].count('as they are stored') <= 1, said[0]


def no_memory_and_no_threads_are_a_sentence(p):
    scans = series(p.folder / 'in')
    for limit in (75_000, 90_000, 120_000, 160_000, 250_000):
        done = subprocess.run(['sh', '-c', f'ulimit -v {limit}; exec "$@"', 'sh', p.longview, 'register', scans, scans, '-o',
                               p.folder / 'T.tfm', '--threads', '1000'], capture_output=True, timeout=PATIENCE_S)
        words = done.stderr.decode()
        assert done.returncode in (0, 1, 3, 127), (limit, done)
        assert 'terminate called' not in words, words


def a_claimed_dictionary_takes_no_memory(p):
    """LZMA in a ZIP archive: 4 GB by its properties (APPNOTE 5.8.8), where 2 GB can be had at all."""
    packed = p.folder / 'packed.zip'
    with zipfile.ZipFile(packed, 'w', zipfile.ZIP_LZMA) as archive:
        for scan in sorted(series(p.folder / 'in').iterdir()):
            archive.write(scan, scan.name)
        heads = [member.header_offset + 30 + len(member.filename) for member in archive.infolist()]
    bytes_ = bytearray(packed.read_bytes())
    for head in heads:
        assert bytes_[head + 2:head + 4] == b'\x05\x00', 'no LZMA properties here'
        bytes_[head + 5:head + 9] = b'\xff\xff\xff\xff'
    packed.write_bytes(bytes_)
    done = subprocess.run(['sh', '-c', 'ulimit -v 2000000; exec "$@"', 'sh', p.longview, 'index', packed], capture_output=True, text=True)
    assert '6 pictures: 6 used' in done.stdout, (done.stdout, done.stderr)


def a_sheet_of_a_large_series_holds_it_once(p):
    """Two bytes a voxel, while it is read and while it goes to the card; the program itself is not counted."""
    side, count = 1024, 200
    kb = [p.most_memory_kb('export', series(p.folder / name, **size), '-o', p.folder / f'{name}.pdf')
          for name, size in (('small', {}), ('large', dict(side=side, count=count)))]
    bytes_of_a_voxel = 1024 * (kb[1] - kb[0]) / (side * side * count)
    print(f'{bytes_of_a_voxel:.2f} bytes a voxel')
    assert bytes_of_a_voxel < 2.2, kb


def uid_element(dicom, group, number):
    at = dicom.index(struct.pack('<HH2s', group, number, b'UI'))
    return dicom[at:at + 8 + struct.unpack('<H', dicom[at + 6:at + 8])[0]]


def damaged_pictures_cost_themselves_alone(p):
    root = pathlib.Path(os.environ.get('LONGVIEW_DATA') or pathlib.Path(__file__).parents[3] / 'shared/data')
    files = sorted([*root.glob('hard/rle_*.dcm'), *root.glob('hard/jpegls_*.dcm')])
    if not files:
        print('SKIPPED: no damaged pictures at', root)
        return
    said = 'its picture cannot be unpacked: the file is damaged'
    scans = [f for f in (root / 'cdset').rglob('*') if f.is_file()]
    for file in files:
        dicom = file.read_bytes()
        series_uid, uid = uid_element(dicom, 0x20, 0xE), uid_element(dicom, 8, 0x18)
        folder = p.folder / file.stem
        folder.mkdir()
        shutil.copy(file, folder)
        code, _, errors = p.run('register', folder, folder, '-o', p.folder / 'T.tfm')
        assert code == 1 and errors == f'slice 1 of 1 cannot be shown: {said}\n', (file, code, errors)
        for scan in scans:
            others = scan.read_bytes()
            if series_uid in others and uid not in others:
                shutil.copy(scan, folder)
        if len(list(folder.iterdir())) > 1:
            code, output, errors = p.run('register', folder, folder, '-o', p.folder / 'T.tfm')
            assert code in (0, 3) and re.search(rf'\b1 of \d\d slices is left out: .*{said}', output), (file, code, output, errors)


def decoders_of(process, waiting=False):
    """Its processes that unpack pictures; `waiting`: those that have said that they are ready and wait for one."""
    found = []
    for folder in pathlib.Path('/proc').glob('[0-9]*'):
        with contextlib.suppress(OSError):
            name, _, rest = (folder / 'stat').read_text().partition('(')[2].rpartition(')')
            at_work = 'Seccomp:\t2' in (folder / 'status').read_text()  # until then it only starts
            if at_work and (not waiting or rest.split()[0] == 'S') and name == 'longview_decode' and rest.split()[:2] != ['Z', '1'] and int(rest.split()[1]) in (process, 1):
                found.append(int(folder.name))
    return found


def a_decoder_that_hangs_holds_up_neither_the_end_nor_the_rest(p):
    scans = series(p.folder / 'in', count=400, syntax=RLE)
    for end in (signal.SIGINT, signal.SIGKILL, None):
        running = p.start('register', scans, scans, '-o', p.folder / 'T.tfm', '--threads', '1')
        while not (decoders := decoders_of(running.pid, waiting=True)):
            assert running.poll() is None, running.communicate()
        os.kill(decoders[0], signal.SIGSTOP)
        time.sleep(0.3)
        assert running.poll() is None, running.communicate()
        if end:
            seconds, code, errors = p.stop(running, end)
            assert seconds < MOST_S, (end, seconds, code, errors)
        else:
            output, errors = running.communicate(timeout=PATIENCE_S)
            assert running.returncode in (0, 3) and b'1 of 400 slices is left out' in output + errors, (output, errors)
            assert b'that takes too long' in output + errors, (output, errors)
        until = time.monotonic() + PATIENCE_S
        while decoders[0] in decoders_of(running.pid) and time.monotonic() < until:
            time.sleep(0.01)
        assert not decoders_of(running.pid), (end, decoders)


CASES = [a_window_that_cannot_start_says_why, the_window_ends_at_the_first_signal_also_in_a_folder_that_never_answers,
         nothing_half_written_stays_when_the_display_goes, the_first_signal_ends_a_command_in_a_folder_that_never_answers, a_killed_run_leaves_nothing_that_is_read_or_stays,
         what_stdout_does_not_take_is_said, pipes_are_no_sessions_scripts_or_scans,
         texts_of_files_and_arguments_do_nothing_in_a_terminal, the_demo_needs_a_folder_that_can_be_written, a_scale_that_cannot_be_is_said,
         no_memory_and_no_threads_are_a_sentence, a_claimed_dictionary_takes_no_memory, a_sheet_of_a_large_series_holds_it_once, damaged_pictures_cost_themselves_alone,
         a_decoder_that_hangs_holds_up_neither_the_end_nor_the_rest]


def main():
    if sys.argv[1] == 'list':
        print(';'.join(c.__name__ for c in CASES), end='')
        return
    with tempfile.TemporaryDirectory() as folder:
        next(c for c in CASES if c.__name__ == sys.argv[2])(Place(sys.argv[1], folder))


main()
