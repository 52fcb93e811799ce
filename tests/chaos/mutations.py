"""Files that damage by chance has made: headers of DICOM files, and compressed pictures."""
import pathlib, struct

from judged import Said, run
from small_dicom import RLE, element, item, picture, words

WORDS_OF_A_HEADER = [b'\xff\xff\xff\xff', b'\0\0\0\0', b'\xfe\xff\x00\xe0', b'\xfe\xff\x0d\xe0', b'\xfe\xff\xdd\xe0', b'\xff\xff\xff\x7f',
                     b'SQ\0\0', b'UN\0\0', b'OB\0\0', b'\xe0\x7f\x10\x00', b'\x02\x00\x10\x00', b'1e99', b'-1\\-', b'\x1b$B\x00', b'\x28\0\x10\0']
FILES_AT_ONCE = 100


def damaged(chance, data, begin, end):
    """Some bytes between two places are changed, taken away, doubled, or all that follows is missing."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at, kind = chance.randrange(begin, end), chance.random()
        if kind < 0.4:
            data[at] = chance.randrange(256)
        elif kind < 0.7:
            word = chance.choice(WORDS_OF_A_HEADER)
            data[at:at + len(word)] = word
        elif kind < 0.8:
            del data[at:at + chance.choice([1, 2, 8, 100])]
        elif kind < 0.95:
            data[at:at] = data[at:at + chance.choice([1, 4, 12, 60])] * chance.choice([1, 1, 30])
        else:
            del data[at:]
        end = min(end, len(data))
        if end <= begin:
            break
    return bytes(data)


def bases(data):
    """Whole files, one of each way of writing: our own, and what scanners have made, where it is there."""
    table = element(0x28, 0x3002, b'US', words(900, 0, 16)) + element(0x28, 0x3006, b'OW', words(*range(900)))
    frames = b''.join(item(element(0x20, 0x9113, b'SQ', item(element(0x20, 0x32, b'DS', b'0\\0\\%d' % n)))) for n in range(4))
    ours = [picture(), picture(syntax=RLE), picture(says={(0x28, 0x3000): (b'SQ', item(table))}),
            picture(says={(0x28, 0x08): (b'IS', b'4'), (0x5200, 0x9230): (b'SQ', frames)})]
    theirs = [next(iter(sorted(p for p in pathlib.Path(data, folder).rglob('*') if p.is_file() and p.suffix != '.md')), None)
              for folder in ('cdset', 'dicom/siemens_xa30_enhanced', 'dicom/philips_enhanced_b0map', 'dicom/uih_grid_dwi', 'dicom/dicomdir_cd',
                             'dicom/ge_signa_2001_fse_pd_ax_oblique', 'spine/lumbar_hitachi_dicom')]
    return ours + [f.read_bytes() for f in theirs if f and f.stat().st_size < 2_000_000]


def header_end(data):
    at = data.find(b'\xe0\x7f\x10\x00')
    return at + 12 if at > 0 else len(data)


def headers(world, chance):
    """A folder of files is listed, and the row to start with is put on a sheet."""
    files = [damaged(chance, base, 0, header_end(base)) for base in (chance.choice(world.bases) for _ in range(FILES_AT_ONCE))]
    folder = world.place.folder / 'in'
    folder.mkdir()
    for number, file in enumerate(files):
        (folder / str(number)).write_bytes(file)
    try:
        run(world.place, 'index', folder, '--json')
        run(world.place, 'export', folder, '-o', world.place.folder / 'sheet.png')
    except AssertionError as fault:
        guilty = [n for n in range(len(files)) if not bears(world, folder / str(n))]
        raise AssertionError(f'files {guilty}: {fault}') from None
    return FILES_AT_ONCE


def bears(world, file):
    try:
        run(world.place, 'index', file)
        return isinstance(run(world.place, 'export', file, '-o', world.place.folder / 'sheet.png'), Said)
    except AssertionError:
        return False


def packed_pictures(data):
    """Files of every compressed kind, with the place where their pixels begin."""
    files = [picture(syntax=RLE)] + [p.read_bytes() for folder in ('dicom/transfer_syntaxes_siemens_mosaic', 'hard')
                                     for p in sorted(pathlib.Path(data, folder).glob('*.dcm'))]
    packed = []
    for file in files:
        at = file.rfind(b'\xe0\x7f\x10\x00OB\x00\x00\xff\xff\xff\xff')
        if at > 0:
            packed.append((file, at + 12))
    return packed


def codecs(world, chance):
    """The picture is unpacked, by a program with AddressSanitizer where there is one."""
    file, pixels = chance.choice(world.packed)
    near = pixels + chance.choice([90, 600, len(file) - pixels])     # most of what can be said wrongly stands in front
    target = world.place.folder / 'packed.dcm'
    target.write_bytes(damaged(chance, file, pixels, min(near, len(file))))
    said = run(world.sanitized or world.place, 'register', target, target, '-o', world.place.folder / 'T.tfm', most_kb=world.most_kb)
    assert 'AddressSanitizer' not in said.errors, said.errors[:600]
    return 1
