#!/usr/bin/python3
"""Strange inputs of many kinds, and what the program says of each: a table "kind | input | what it said".

usage: strange.py LONGVIEW [WORDS]      only kinds and inputs that hold WORDS; exits 1 where one is not as it should be
       strange.py list                  the kinds
The files of `hard` in the test data are among them, each with what its SOURCE.md says is right.
"""
import io, json, os, pathlib, resource, socket, struct, subprocess, sys, tempfile, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from judged import UNSEEN, Said, Skipped, run
from program import Place
from small_dicom import element, item, picture, series, words

HARD = pathlib.Path(os.environ.get('LONGVIEW_DATA') or pathlib.Path(__file__).parents[3] / 'shared/data') / 'hard'
CASES = []


def case(kind, name):
    def add(function):
        CASES.append((kind, name, function))
        return function
    return add


def cases(kind, table):
    """The same test for many inputs: name -> arguments."""
    def add(function):
        for name, arguments in table.items():
            CASES.append((kind, name, lambda p, a=arguments: function(p, *a)))
        return function
    return add


def register(p, folder, *more, **options):
    return run(p, 'register', folder, folder, '-o', p.folder / 'T.tfm', *more, **options)


# The files that brought an earlier version down ------------------------------------------------------------

def hard(name):
    if not (HARD / name).exists():
        raise Skipped(f'no {HARD / name}')
    return HARD / name


@cases('found before', {name: (name,) for name in (
    'rle_second_offset_huge_segv_small.dcm', 'rle_header_segv.dcm', 'jpegls_assert_abort.dcm', 'jpegls_global_overflow_read.dcm')})
def damaged_picture(p, name):
    run(p, 'index', hard(name)).says('1 picture')
    return register(p, hard(name)).says('its picture cannot be unpacked: the file is damaged', 1)


@cases('found before', {name: (name, says, code) for name, says, code in (
    ('session_deep_nesting_segv.longview', 'this is no session file of longview', 1),
    ('hang_100k_empty_functional_groups_2KB.dcm', 'claims more pictures than it can hold|no pixel|no picture', None),
    ('memory_bomb_60x100k_frames_41KB.zip', 'it claims more pictures than it can hold', None),
    ('escape_in_transfer_syntax.dcm', r'cannot unpack \(transfer syntax .*\); ask the hospital', None),
    ('c1_and_bidi_in_description_1.dcm', '1 picture', None))})
def indexed(p, name, says, code):
    run(p, 'index', hard(name), '--json')
    return run(p, 'index', hard(name)).says(says, code)


# Scales and tables -----------------------------------------------------------------------------------------

def scaled(slope, intercept=b'0', vr=b'DS'):
    return {(0x28, 0x1052): (b'DS', intercept), (0x28, 0x1053): (vr, slope)}


def table(count, data, bits=16, first=0, vr=b'OW'):
    """A Modality LUT."""
    lut = element(0x28, 0x3002, b'US', words(count, first, bits)) + element(0x28, 0x3006, vr, data)
    return {(0x28, 0x3000): (b'SQ', item(lut))}


AS_STORED = {
    'slope 0.000': scaled(b'0.000'), 'slope -0': scaled(b'-0'), 'slope 1e-310': scaled(b'1e-310'), 'slope -1e300': scaled(b'-1e300'),
    'slope 1e999': scaled(b'1e999'), 'slope inf': scaled(b'-inf'), 'slope nan': scaled(b'nan'), 'slope 1,234.5': scaled(b'1,234.5'),
    'slope in words': scaled(b'unity'), 'slope as a float that is no number':
    scaled(struct.pack('<d', float('nan')), vr=b'FD'), 'intercept 1e25': scaled(b'1', b'1e25'), 'intercept nan': scaled(b'2', b'NaN'),
    'table without values': {(0x28, 0x3000): (b'SQ', item(element(0x28, 0x3002, b'US', words(64, 0, 16))))},
    'table without a description': {(0x28, 0x3000): (b'SQ', item(element(0x28, 0x3006, b'OW', words(*range(64)))))},
    'table that claims 65536 values': table(0, words(*range(64))), 'table of 0 bits': table(64, words(*range(64)), bits=0),
    'table of 200 bits': table(64, words(*range(64)), bits=200), 'table of one odd byte': table(1, b'x' * 7),
    'table as text': {(0x28, 0x3000): (b'SQ', item(element(0x28, 0x3002, b'LO', b'many') + element(0x28, 0x3006, b'LO', b'values')))},
    'empty item of a table': {(0x28, 0x3000): (b'SQ', item(b''))},
}
AS_SAID = {
    'slope 1e-9': scaled(b'1e-9'), 'slope -3': scaled(b'-3'), 'slope 2,5': scaled(b'2,5'), 'slope +1.5E+02': scaled(b'+1.5E+02'),
    'slope of blanks': scaled(b'    '), 'slope and intercept empty': scaled(b'', b''), 'slope as a float': scaled(struct.pack('<d', 2.5), vr=b'FD'),
    'table': table(900, words(*range(900))), 'table of bytes': table(900, bytes(i // 4 for i in range(900)), bits=8),
    'table of one value': table(1, words(7)), 'table that begins at -5': table(900, words(*range(900)), first=-5),
}


@cases('scale', {name: (says, True) for name, says in AS_STORED.items()} | {name: (says, False) for name, says in AS_SAID.items()})
def scale(p, says, doubtful):
    scans = series(p.folder / 'in', says=says)
    pattern = 'they are shown as they are stored'
    for said in (run(p, 'index', scans), run(p, 'index', scans, '--json'), register(p, scans)):
        assert (pattern in said.output + said.errors) == doubtful, said.output + said.errors
    return run(p, 'index', scans).says(pattern if doubtful else '6 pictures', 0)


@case('scale', 'one slice of six has slope 0')
def one_bad_slice(p):
    scans = series(p.folder / 'in')
    (scans / '4.dcm').write_bytes(picture(number=4, says=scaled(b'0')))
    register(p, scans).says('they are shown as they are stored')
    return run(p, 'index', scans).says('they are shown as they are stored', 0)


@case('scale', 'a frame of many has slope 0')
def one_bad_frame(p):
    def frame(number):
        scaling = element(0x28, 0x1052, b'DS', b'0') + element(0x28, 0x1053, b'DS', b'0' if number == 2 else b'1')
        place = element(0x20, 0x9113, b'SQ', item(element(0x20, 0x32, b'DS', b'0\\0\\%d' % (5 * number))))
        return item(place + element(0x28, 0x9145, b'SQ', item(scaling)))
    frames = b''.join(frame(number) for number in range(6))
    whole = picture(says={(0x28, 0x08): (b'IS', b'6'), (0x20, 0x32): (b'DS', None)} | {(0x5200, 0x9230): (b'SQ', frames)})
    pixels = b''.join(whole[-2 * 64 * 64:] for _ in range(6))
    file = p.folder / 'enhanced.dcm'
    file.write_bytes(whole[:-2 * 64 * 64 - 12] + element(0x7FE0, 0x10, b'OW', pixels))
    return run(p, 'index', file).says('they are shown as they are stored', 0)


# Texts that do something -----------------------------------------------------------------------------------

TEXTS = {'patient': (0x10, 0x10, b'PN'), 'study': (0x08, 0x1030, b'LO'), 'series': (0x08, 0x103E, b'LO'), 'maker': (0x08, 0x70, b'LO'),
         'model': (0x08, 0x1090, b'LO'), 'protocol': (0x18, 0x1030, b'LO'), 'agent': (0x18, 0x10, b'LO'), 'part': (0x18, 0x15, b'CS'),
         'sequence': (0x18, 0x24, b'SH'), 'modality': (0x08, 0x60, b'CS'), 'photometric': (0x28, 0x04, b'CS'),
         'image type': (0x08, 0x08, b'CS'), 'class': (0x08, 0x16, b'UI'), 'study UID': (0x20, 0x0D, b'UI'), 'date': (0x08, 0x20, b'DA')}


@cases('text', {f'in {name}, {sets or "no character set"}': (tag, sets) for name, tag in TEXTS.items()
                for sets in ('', 'ISO_IR 192', '\\ISO 2022 IR 87')} | {'C1 in Latin 1': ((0x08, 0x103E, b'LO'), 'ISO_IR 100')})
def text(p, tag, sets):
    group, number, vr = tag
    value = ('T2' + UNSEEN).encode('latin-1' if sets == 'ISO_IR 100' else 'utf-8', errors='ignore')
    says = {(group, number): (vr, value), (0x08, 0x05): (b'CS', sets.encode() if sets else None)}
    scans = series(p.folder / 'in', says=says)
    run(p, 'index', scans, '--json')
    register(p, scans)
    return run(p, 'index', scans).says('picture')


@case('text', 'in names of files, folders, archives, members, sessions')
def names(p):
    odd = ('a' + UNSEEN).encode().decode('utf-8')
    scans = series(p.folder / odd)
    with zipfile.ZipFile(p.folder / (odd + '.zip'), 'w') as packed:
        packed.writestr(odd, b'no scan')
        packed.write(scans / '1.dcm', odd + '/1')
    (p.folder / (odd + '.longview')).write_text(json.dumps({'longview_session': 1, 'paths': [odd + 'gone']}))
    (p.folder / (odd + '.script')).write_text('nothing ' + odd)
    for command in (['index', scans], ['index', p.folder / (odd + '.zip')], ['index', p.folder / (odd + '.longview')],
                    ['index', p.folder / (odd + '.nii')], ['--headless', '--script', p.folder / (odd + '.script')],
                    ['export', scans, '-o', p.folder / odd / odd / 'x.png'], ['register', odd, odd, '-o', odd],
                    ['export', scans, '--row', odd, '-o', 'x.png'], ['export', scans, '--look', odd, '-o', 'x.png'], ['index', b'\xff\x9b']):
        run(p, *command)
    return run(p, 'index', p.folder / (odd + 'nowhere')).says('nowhere', 1)


# Archives, counts ------------------------------------------------------------------------------------------

def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return file.getvalue()


def lie_about(data, offset_in_entry, value):
    """Changes a field of each entry of a ZIP's table."""
    data, at = bytearray(data), -1
    while (at := data.find(b'PK\x01\x02', at + 1)) >= 0:
        data[at + offset_in_entry:at + offset_in_entry + len(value)] = value
    return bytes(data)


def many_frames(count):
    return picture(says={(0x28, 0x08): (b'IS', b'%d' % count)})


ARCHIVES = {
    'a member of 4 GB': lambda: lie_about(zipped([('a', picture())]), 24, b'\xff\xff\xff\xfe'),
    'a member packed to more than the archive': lambda: lie_about(zipped([('a', picture())]), 20, b'\xff\xff\xff\x7f'),
    'a member that begins behind the end': lambda: lie_about(zipped([('a', picture())]), 42, b'\xff\xff\xff\x7f'),
    'a table of 65535 entries': lambda: zipped([('a', picture())])[:-14] + b'\xff\xff\xff\xff' + zipped([('a', picture())])[-10:],
    '200 members of 99999 frames': lambda: zipped([(str(i), many_frames(99999)) for i in range(200)]),
    '200 MB of nothing': lambda: zipped([('a', bytes(200 << 20))]),
    '300 members that are one': lambda: lie_about(zipped([(str(i), picture()) for i in range(300)]), 42, bytes(4)),
    'archives within archives': lambda: zipped([('a.zip', zipped([('b.zip', zipped([('c.zip', zipped([('d', picture())]))]))]))]),
    'ten archives of ten archives of 10 MB of nothing': lambda: zipped([(f'{i}.zip', zipped([(str(j), bytes(10 << 20)) for j in range(10)]))
                                                                       for i in range(10)]),
    'names with dots': lambda: zipped([('../../../etc/' + str(i), picture(i)) for i in range(5)]),
    'gzip of nothing': lambda: subprocess.run(['gzip', '-c'], input=bytes(100 << 20), capture_output=True, check=True).stdout,
    'a tar that claims 8 GB': lambda: (b'a' + bytes(99) + b'0000644\0' + b'0000000\0' * 2 + b'77777777777\0' + bytes(12) + b'        0').ljust(512, b'\0'),
}


@cases('archive', {name: (make,) for name, make in ARCHIVES.items()})
def archive(p, make):
    file = p.folder / 'a.zip'
    file.write_bytes(make())
    return run(p, 'index', file).says('pictures?:.*|no scans.*|left out.*')


def nested(depth):
    return b'' if depth == 0 else element(8, 0x1140, b'SQ', item(nested(depth - 1)))


COUNTS = {
    '100,000 items of a private sequence': {(0x11, 0x10): (b'LO', b'X'), (0x11, 0x1001): (b'SQ', item(b'') * 100_000)},
    '100,000 shared groups': {(0x5200, 0x9229): (b'SQ', item(b'') * 100_000)},
    '100,000 frames and groups': {(0x28, 0x08): (b'IS', b'100000'), (0x5200, 0x9230): (b'SQ', item(b'') * 100_000)},
    '100,000 codes of a body part': {(0x08, 0x2218): (b'SQ', item(element(8, 0x104, b'LO', b'head')) * 100_000)},
    '60,000 elements of one group': {(0x13, 0x1000 + n): (b'SH', b'x') for n in range(60_000)},
    '20,000 words of one text': {(0x08, 0x08): (b'CS', b'\\'.join([b'A'] * 20_000)), (0x08, 0x103E): (b'LO', b'T2 ' * 10_000)},
    '16,000 numbers of a place': {(0x20, 0x32): (b'DS', b'\\'.join([b'1'] * 16_000))},
    '900 sequences in each other': {(0x08, 0x1140): (b'SQ', item(nested(900)))},
    '60,000 character sets': {(0x08, 0x05): (b'CS', b'\\'.join([b'ISO 2022 IR 87'] * 4_000))},
    '65535 x 65535 pixels': {(0x28, 0x10): (b'US', words(65535)), (0x28, 0x11): (b'US', words(65535))},
    '2^31 frames': {(0x28, 0x08): (b'IS', b'2147483647')}, '-1 frames': {(0x28, 0x08): (b'IS', b'-1')},
}


@cases('count', {name: (says,) for name, says in COUNTS.items()})
def count(p, says):
    file = p.folder / 'a.dcm'
    file.write_bytes(picture(says=says))
    return run(p, 'index', file).says('pictures?:.*|left out')


# Where things are read from and written to ------------------------------------------------------------------

def special(p, kind):
    path = p.folder / ('in' + kind)
    if kind.startswith('.') or kind == 'pipe':
        os.mkfifo(path)
    elif kind == 'socket':
        socket.socket(socket.AF_UNIX).bind(str(path))
    elif kind == 'loop':
        path.symlink_to(path)
    elif kind == 'circle':
        path.mkdir()
        (path / 'again').symlink_to(path)
    return path


@cases('no file', {kind: (kind,) for kind in ('pipe', '.longview', '.script', '.nii', '.nii.gz', '.zip', '.dcm', 'socket', 'loop', 'circle')})
def no_file(p, kind):
    path = special(p, kind)
    said = [run(p, 'index', path), register(p, path), run(p, 'export', path, '-o', p.folder / 'a.png'),
            run(p, '--headless', '--script', path)]
    assert all(s.code in (1, 2) for s in said[1:]), [s.code for s in said]
    return said[0].says('.')


@cases('no file', {path: (path,) for path in ('/dev/zero', '/dev/null', '/dev/random', '/proc/self/mem', '/proc/kmsg', '')})
def device(p, path):
    register(p, path)
    return run(p, 'index', path).says('.', 1)


def fill(path):
    path.mkdir()
    (path / 'x').write_text('mine')


# What stands where the output is to be. None: only the name is odd.
IN_THE_WAY = {
    'a pipe': os.mkfifo, 'a socket': lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), 'a folder with files': fill,
    'a device': lambda path: os.mknod(path, 0o20666, os.makedev(1, 7)), 'a link to itself': lambda path: path.symlink_to(path),
    'a link to nothing': lambda path: path.symlink_to('nothing'), 'a link to an input': lambda path: path.symlink_to('in/2.dcm'),
    'a link to the inputs': lambda path: path.symlink_to('in')}
NAMES = {'a name of 240 letters': 'n' * 240, 'a name of 300 letters': 'n' * 300, 'a trailing slash': 'out{}/', 'below a file': 'in/1.dcm/x{}',
         'in no folder': 'no/where/x{}', 'a name that colours': '\x1b[31m\u202e{}', 'bytes that are no text': '\udcff{}', 'two dots': 'in/../out{}',
         'no name': '', 'one dot': '.', 'only an ending': '{}', 'an ending of a million letters': 'x.' + 'y' * 100_000}


@cases('output', {name: ('out{}', make) for name, make in IN_THE_WAY.items()} | {name: (text, None) for name, text in NAMES.items()})
def output(p, name, make):
    """What stands there and cannot be replaced stays as it is, and so do the inputs."""
    scans = series(p.folder / 'in')
    before = {f: f.read_bytes() for f in scans.iterdir()}
    said = []
    for command, ending in ((['export', scans], '.png'), (['export', scans], '.html'), (['register', scans, scans], '.tfm'),
                            (['align', scans, '--row', '1'], ''), (['demo'], '')):
        target = f'{p.folder}/{name.format(ending)}' if name else ''
        if make and not os.path.lexists(target):
            make(pathlib.Path(target))
        kind = os.path.lexists(target) and os.lstat(target).st_mode
        if command != ['demo'] or make:
            said.append(run(p, *command, *([] if command == ['demo'] else ['-o']), target))
        assert not make or said[-1].code not in (0, 3) or kind & 0o170000 == 0o120000, f'{command}: {oct(kind)} is gone'
        assert not make or said[-1].code in (0, 3) or os.lstat(target).st_mode == kind, f'{command}: changed'
    assert {f: f.read_bytes() for f in scans.iterdir()} == before
    assert not any('.part-' in name for name in p.left()) and '.part-' not in ''.join(s.errors for s in said), p.left()
    return ' / '.join(f'{s.code} ' + (s.errors or s.output).strip().splitlines()[0][:80] for s in said)


@cases('standard output', {f'{command}, {how}': (command, how) for command in ('index', 'index --json', 'doctor', 'register', 'align', 'export', '--help', '--version')
                           for how in ('full', 'closed', 'nobody reads')})
def standard_output(p, command, how):
    scans = series(p.folder / 'in')
    arguments = {'register': ['register', scans, scans, '-o', p.folder / 'T.tfm'], 'align': ['align', scans, '--row', '1', '-o', p.folder / 'A'],
                 'export': ['export', scans, '-o', p.folder / 's.png']}.get(command, command.split() + ([scans] if 'index' in command else []))
    if how == 'closed':
        done = subprocess.run(['sh', '-c', '"$@" >&-', 'sh', p.longview, *map(str, arguments)], capture_output=True, timeout=60)
        return Said(done.returncode, '', done.stderr.decode()).says('cannot be printed', 1)
    reading, writing = os.pipe()
    os.close(reading)
    full = os.open('/dev/full', os.O_WRONLY)
    said = run(p, *arguments, stdout=full if how == 'full' else writing)
    os.close(writing)
    os.close(full)
    return said.says('cannot be printed', 1)


@cases('home', {f'HOME={home}, {more}': (home, more) for home in ('', '/proc', '/dev/null', '/nowhere/at/all', 'relative', '/' + 'n' * 5000)
                for more in ('nothing else', 'XDG', 'keys are a pipe')})
def home(p, home, more):
    env = {'HOME': home, 'XDG_CACHE_HOME': '', 'XDG_STATE_HOME': '', 'XDG_CONFIG_HOME': ''}
    if more == 'XDG':
        env |= {name: home for name in env if name != 'HOME'}
    if more == 'keys are a pipe':
        (p.folder / 'config/longview').mkdir(parents=True)
        os.mkfifo(p.folder / 'config/longview/keys')
        env['XDG_CONFIG_HOME'] = str(p.folder / 'config')
    scans = series(p.folder / 'in')
    (p.folder / 'a.script').write_text(f'open "{scans}"\nwait scanned\nrow 1\nwait loaded\n')
    run(p, '--headless', '--script', p.folder / 'a.script', env=env, cwd=p.folder)
    run(p, 'export', scans, '-o', p.folder / 's.pdf', env=env, cwd=p.folder).says('s.pdf', 0)
    return run(p, 'index', scans, env=env, cwd=p.folder).says('6 pictures', 0)


@case('home', 'the folder one works in is gone')
def no_working_folder(p):
    scans = series(p.folder / 'in')
    (p.folder / 'gone').mkdir()
    (p.folder / 'x.longview').write_text(json.dumps(session([str(scans)])))
    shell = 'cd "$1/gone"; rmdir "$1/gone"; shift; exec "$@"'
    for arguments in (['index', scans], ['index', p.folder / 'x.longview'], ['index', '.'], ['export', scans, '-o', 's.png'],
                      ['align', scans, '--row', '1', '-o', 'A'], ['register', scans, scans, '-o', 'T.tfm'], ['demo', 'D']):
        done = subprocess.run(['sh', '-c', shell, 'sh', p.folder, p.longview, *map(str, arguments)], capture_output=True, timeout=60)
        said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
        (p.folder / 'gone').mkdir()
    return said.says('.', 1)


# Sessions ---------------------------------------------------------------------------------------------------

def session(paths, **more):
    return {'longview_session': 1, 'paths': paths, 'corrections': {'one_person': False, 'placements': [], 'dates': []}, **more}


def placed(*placements):
    return {'one_person': True, 'dates': [{'study_uid': '1', 'date': '99999999'}], 'placements': list(placements)}


KEY = {'series_uid': '1.2.3.4', 'part': 1}
SESSIONS = {
    'no paths': session([]), 'a folder that is gone': session(['in', 'gone']), 'all folders gone': session(['gone', '/nowhere']),
    'a path with a NUL': session(['in\0x']), 'an empty path': session(['']), 'a path of 5000 letters': session(['x' * 5000]),
    'itself': session(['a.longview']), 'paths that are numbers': session([1, 2]), 'paths that are none': {'longview_session': 1},
    'a version of tomorrow': session(['in']) | {'longview_session': 99}, 'a version 1e300': session(['in']) | {'longview_session': 1e300},
    'a placement of nothing': session(['in'], corrections=placed({'series': KEY, 'with': {'series_uid': 'x', 'part': 9}})),
    'a placement with itself': session(['in'], corrections=placed({'series': KEY, 'with': KEY})),
    'a part of -1e300': session(['in'], corrections=placed({'series': {**KEY, 'part': -1e300}, 'with': None})),
    '20,000 placements': session(['in'], corrections=placed(*[{'series': {**KEY, 'series_uid': str(i)}, 'with': KEY} for i in range(20_000)])),
    'a row that is none': session(['in'], rows=[{'x': 1}, 7, None], row_open=True), 'no JSON': 'hello', 'a list': [], 'a number': 1e308,
    'half of it': None, 'bytes': b'\xff\xfe\x00{', 'a byte order mark': '\ufeff' + json.dumps(session(['in'])),
    'a number of a million digits': '{"longview_session": ' + '1' * 1_000_000 + '}', 'nested 17 deep': '{"a":' * 17 + '1' + '}' * 17,
}


@cases('session', {name: (content,) for name, content in SESSIONS.items()})
def a_session(p, content):
    series(p.folder / 'in')
    text = json.dumps(session(['in']))[:60] if content is None else content if isinstance(content, (str, bytes)) else json.dumps(content)
    file = p.folder / 'a.longview'
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (p.folder / 'a.script').write_text(f'open "{file}"\n')
    run(p, '--headless', '--script', p.folder / 'a.script')
    run(p, 'export', file, '-o', p.folder / 's.pdf')
    return run(p, 'index', file).says('.')


def tried_with(longview, function):
    """Whether it was held, and what was said: of a fault what terminals do not obey."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return True, function(Place(longview, folder))[:300]
        except Skipped as missing:
            return True, f'SKIPPED: {missing}'
        except AssertionError as fault:
            return False, f'NOT HELD: {fault}'[:600].encode('unicode_escape').decode()


def main():
    if sys.argv[1] == 'list':
        print(';'.join(dict.fromkeys(kind for kind, _, _ in CASES)), end='')
        return False
    longview, wanted = os.path.abspath(sys.argv[1]), ' '.join(sys.argv[2:])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tried = failed = 0
    for kind, name, function in CASES:
        if wanted not in f'{kind} | {name}':
            continue
        held, said = tried_with(longview, function)
        tried, failed = tried + 1, failed + (not held)
        print(f'{kind} | {name} | {said}', flush=True)
    print(f'{tried} tried, {tried - failed} held')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
