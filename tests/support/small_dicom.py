"""Small DICOM files made byte by byte, so that tests can make bad ones too: explicit little endian, square slices."""
import struct

PLAIN, RLE = b'1.2.840.10008.1.2.1', b'1.2.840.10008.1.2.5'
LONG_ONES = (b'OB', b'OW', b'SQ', b'UN', b'UT')


def element(group, number, vr, value):
    value += b'\0' if len(value) % 2 else b''
    if vr in LONG_ONES:
        return struct.pack('<HH2sHI', group, number, vr, 0, len(value)) + value
    return struct.pack('<HH2sH', group, number, vr, len(value)) + value


def item(content, number=0xE000):
    return struct.pack('<HHI', 0xFFFE, number, len(content)) + content


def words(*values):
    return struct.pack(f'<{len(values)}H', *(v & 0xFFFF for v in values))


def pixels_of(side, number):
    """16 bits each; every row goes on elsewhere in the same numbers, and so does every slice."""
    numbers = words(*(31 * i % 900 for i in range(900 + side)))
    starts = (17 * y * number % 900 for y in range(side))
    return b''.join(numbers[2 * start:2 * (start + side)] for start in starts)


def rle_pixels(pixels):
    """Pixel data of one fragment: a segment of all upper bytes and one of all lower ones, in runs of bytes as they are."""
    upper, lower = (b''.join(b'\x7f' + part[i:i + 128] for i in range(0, len(part), 128)) for part in (pixels[1::2], pixels[::2]))
    fragment = struct.pack('<16I', 2, 64, 64 + len(upper), *[0] * 13) + upper + lower
    return struct.pack('<HH2sHI', 0x7FE0, 0x10, b'OB', 0, 0xFFFFFFFF) + item(b'') + item(fragment) + item(b'', 0xE0DD)


def picture(number=1, side=64, uid=b'1.2.3.4', syntax=PLAIN, says=None, study=b'1.2.3'):
    """A slice; `says` is what its header says otherwise: {(group, element): (representation, value)}, value None: nothing."""
    texts = {
        (0x08, 0x08): (b'CS', b'ORIGINAL\\PRIMARY\\M'), (0x08, 0x16): (b'UI', b'1.2.840.10008.5.1.4.1.1.4'),
        (0x08, 0x18): (b'UI', uid + b'.%d' % number), (0x08, 0x20): (b'DA', b'20150304'), (0x08, 0x60): (b'CS', b'MR'),
        (0x08, 0x103E): (b'LO', b'T2'), (0x10, 0x10): (b'PN', b'TEST^ONE'), (0x18, 0x15): (b'CS', b'HEAD'),
        (0x18, 0x50): (b'DS', b'5'), (0x20, 0x0D): (b'UI', study), (0x20, 0x0E): (b'UI', uid), (0x20, 0x13): (b'IS', b'%d' % number),
        (0x20, 0x32): (b'DS', b'0\\0\\%d' % (5 * number)), (0x20, 0x37): (b'DS', b'1\\0\\0\\0\\1\\0'),
        (0x28, 0x02): (b'US', words(1)), (0x28, 0x04): (b'CS', b'MONOCHROME2'), (0x28, 0x10): (b'US', words(side)),
        (0x28, 0x11): (b'US', words(side)), (0x28, 0x30): (b'DS', b'%.6g\\%.6g' % (96 / side, 96 / side)),
        (0x28, 0x100): (b'US', words(16)), (0x28, 0x101): (b'US', words(16)), (0x28, 0x102): (b'US', words(15)),
        (0x28, 0x103): (b'US', words(0))}
    header = {**texts, **(says or {})}
    data = b''.join(element(*tag, vr, value) for tag, (vr, value) in sorted(header.items()) if value is not None)
    meta = element(2, 2, b'UI', b'1.2.840.10008.5.1.4.1.1.4') + element(2, 0x10, b'UI', syntax)
    pixels = pixels_of(side, number)
    return (b'\0' * 128 + b'DICM' + element(2, 0, b'UL', struct.pack('<I', len(meta))) + meta + data
            + (rle_pixels(pixels) if syntax == RLE else element(0x7FE0, 0x10, b'OW', pixels)))


def series(folder, count=6, **what):
    folder.mkdir(parents=True)
    for number in range(1, count + 1):
        (folder / f'{number}.dcm').write_bytes(picture(number=number, **what))
    return folder
