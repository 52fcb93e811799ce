#!/usr/bin/python3
"""Every transfer syntax and pixel layout, decoded by longview, against the numbers that went in.

usage: oracle_syntaxes.py DUMP_VOLUMES
Writes small MR series with pydicom (signed and unsigned, 8 to 32 bits, shifted bits, junk above the stored bits, MONOCHROME1,
padding, rescale), encodes them with DCMTK's and GDCM's tools, and compares. Lossless: exactly. Lossy: against GDCM's decoder,
one grey level (decoders round differently), and the series says that it is lossy.
"""
import json, os, subprocess, sys, tempfile, warnings

import gdcm
import numpy as np
import pydicom
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

warnings.filterwarnings('ignore')
ROWS, COLUMNS, SLICES = 40, 48, 4


def pattern(bits, signed):
    """A smooth ramp with some noise that uses the whole range."""
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    ramp = np.add.outer(np.arange(ROWS) * COLUMNS, np.arange(COLUMNS)) / (ROWS * COLUMNS - 1)
    noise = np.random.RandomState(1).uniform(0, 0.05, (SLICES, ROWS, COLUMNS))
    return np.round(low + (high - low) * np.clip(ramp * 0.9 + noise + 0.02, 0, 1)).astype(np.int64)


def write(folder, stored, bits, signed, allocated=16, shift=0, junk=False, **attributes):
    series, study = generate_uid(), generate_uid()
    for k in range(SLICES):
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = '1.2.840.10008.5.1.4.1.1.4'
        meta.MediaStorageSOPInstanceUID = generate_uid()
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        d = FileDataset(None, {}, file_meta=meta, preamble=b'\0' * 128)
        d.is_little_endian, d.is_implicit_VR = True, False
        d.SOPClassUID, d.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
        d.Modality, d.SeriesDescription, d.ImageType = 'MR', 'Ax T2', ['ORIGINAL', 'PRIMARY', 'M']
        d.StudyInstanceUID, d.SeriesInstanceUID, d.InstanceNumber = study, series, k + 1
        d.PatientName, d.PatientID, d.StudyDate = 'TEST', '1', '20200101'
        d.ImagePositionPatient, d.ImageOrientationPatient, d.PixelSpacing = [0, 0, 5 * k], [1, 0, 0, 0, 1, 0], [1, 1]
        d.SliceThickness = 5
        d.SamplesPerPixel, d.PhotometricInterpretation = 1, 'MONOCHROME2'
        d.Rows, d.Columns = ROWS, COLUMNS
        d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = allocated, bits, bits - 1 + shift, int(signed)
        for name, value in attributes.items():
            value = value[k] if isinstance(value, tuple) else value
            setattr(d, name, value)
        words = (stored[k] & ((1 << bits) - 1)) << shift
        if junk:
            words |= 5 << bits + shift
        d.PixelData = words.astype(f'<u{allocated // 8}').tobytes()
        d.save_as(os.path.join(folder, f'{k}.dcm'), write_like_original=False)


def tool(*command):
    return lambda source, target: subprocess.run([*command, source, target], check=True, capture_output=True)


def by_gdcm(syntax):
    def convert(source, target):
        reader = gdcm.ImageReader()
        reader.SetFileName(source)
        assert reader.Read()
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
        change.SetInput(reader.GetImage())
        assert change.Change()
        writer = gdcm.ImageWriter()
        writer.SetFileName(target)
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        assert writer.Write()
    return convert


def decoded_by_gdcm(path):
    """pydicom alone refuses to hand some of these to GDCM."""
    plain = path + '.plain'
    by_gdcm(gdcm.TransferSyntax.ExplicitVRLittleEndian)(path, plain)
    return pydicom.dcmread(plain).pixel_array


def changed(change, implicit=False):
    """A file that says of itself what no writer should."""
    def encode(source, target):
        d = pydicom.dcmread(source)
        change(d)
        d.is_implicit_VR = implicit
        d.save_as(target, write_like_original=True)
    return encode


def ge_private(d):
    """Implicit little endian, but for the pixels."""
    d.file_meta.TransferSyntaxUID = '1.2.840.113619.5.2'
    d.PixelData = np.frombuffer(d.PixelData, '<u2').astype('>u2').tobytes()


def lying(option, uid):
    """Written one way by dcmconv, and then said to be written another way: no library writes that."""
    def encode(source, target):
        tool('dcmconv', option)(source, target)
        data = open(target, 'rb').read()
        at = data.index(b'\x02\x00\x10\x00UI')
        end = at + 8 + int.from_bytes(data[at + 6:at + 8], 'little')
        value = uid.encode() + b'\0' * (len(uid) % 2)
        group = int.from_bytes(data[140:144], 'little') + len(value) - (end - at - 8)
        open(target, 'wb').write(data[:140] + group.to_bytes(4, 'little') + data[144:at + 6] + len(value).to_bytes(2, 'little') + value + data[end:])
    return encode


def padding_of_other_sign(d):
    d[0x00280120] = pydicom.DataElement(0x00280120, 'US', 32768)     # -32768 in pixels with a sign


def table(values, first=0, bits=16, vr='US'):
    """A Modality LUT, and what it makes of stored values."""
    item = pydicom.Dataset()
    item.add_new(0x00283002, vr, [len(values) % 65536, first, bits])
    item.add_new(0x00283006, 'OW', np.asarray(values, '<u1' if bits == 8 else '<u2').tobytes())
    return dict(ModalityLUTSequence=[item], expected=lambda s: np.asarray(values)[np.clip(s - first, 0, len(values) - 1)])


def darkest_padding(value):
    """MONOCHROME1 of 12 bits: what is no signal is dark, though high values are."""
    return lambda s: np.array([np.where(p == value, 4095 - p[p != value].max(), 4095 - p) for p in s])


LOSSLESS = {
    'explicit little endian': tool('dcmconv', '+te'), 'implicit little endian': tool('dcmconv', '+ti'),
    'explicit big endian': tool('dcmconv', '+tb'), 'deflated': tool('dcmconv', '+td'), 'RLE': tool('dcmcrle'),
    'JPEG lossless': tool('dcmcjpeg', '+el'), 'JPEG lossless, first order': tool('dcmcjpeg', '+e1'),
    'JPEG-LS lossless': tool('dcmcjpls', '+el'), 'JPEG 2000 lossless': by_gdcm(gdcm.TransferSyntax.JPEG2000Lossless),
}
LOSSY = {
    'JPEG baseline': (tool('dcmcjpeg', '+eb', '+q', '90'), 8), 'JPEG extended': (tool('dcmcjpeg', '+ee', '+q', '90'), 12),
    'JPEG-LS near-lossless': (tool('dcmcjpls', '+en', '+md', '3'), 12), 'JPEG 2000': (by_gdcm(gdcm.TransferSyntax.JPEG2000), 12),
}
LAYOUTS = {
    '8 bits': dict(bits=8, signed=False, allocated=8), '12 bits': dict(bits=12, signed=False),
    '16 bits': dict(bits=16, signed=False), '12 bits, signed': dict(bits=12, signed=True),
    '16 bits, signed': dict(bits=16, signed=True),
}
NATIVE_LAYOUTS = {
    '12 bits in the upper part': dict(bits=12, signed=False, shift=4), '10 bits under junk': dict(bits=10, signed=True, junk=True),
    '12 bits under junk': dict(bits=12, signed=False, junk=True),
}


def read(tool_path, folder, out):
    subprocess.run([tool_path, folder, out], check=True)
    (series,) = json.load(open(os.path.join(out, 'index.json')))
    if 'raw' not in series:
        return None, series
    samples = np.fromfile(os.path.join(out, series['raw']), np.uint16).reshape(SLICES, ROWS, COLUMNS)
    return samples * series['scale'] + series['offset'], series


def run(tool_path, layout, encode=None, expected=None, tolerance=0.0, **attributes):
    with tempfile.TemporaryDirectory() as work:
        plain, packed, out = (os.path.join(work, n) for n in ('plain', 'packed', 'out'))
        for folder in (plain, packed, out):
            os.mkdir(folder)
        stored = pattern(layout['bits'], layout['signed'])
        write(plain, stored, **layout, **attributes)
        for k in range(SLICES) if encode else ():
            encode(os.path.join(plain, f'{k}.dcm'), os.path.join(packed, f'{k}.dcm'))
        source = packed if encode else plain
        ours, series = read(tool_path, source, out)
        if ours is None:
            return series['error']
        if expected is None and tolerance:
            theirs = np.array([decoded_by_gdcm(os.path.join(source, f'{k}.dcm')) for k in range(SLICES)], float)
            if not any('compressed with loss' in f for f in series['findings']):
                return 'not marked as lossy'
        else:
            theirs = stored if expected is None else expected(stored)
        worst = np.abs(ours - theirs).max()
        return None if worst <= tolerance else f'differs by {worst:g}'


def main():
    tool_path, faults, count = sys.argv[1], 0, 0
    cases = [(f'{syntax}, {name}', dict(layout=layout, encode=encode)) for syntax, encode in LOSSLESS.items() for name, layout in LAYOUTS.items()]
    cases += [(name, dict(layout=layout)) for name, layout in NATIVE_LAYOUTS.items()]
    cases += [(syntax, dict(layout=dict(bits=bits, signed=False, allocated=8 if bits == 8 else 16), encode=encode, tolerance=1.0))
              for syntax, (encode, bits) in LOSSY.items()]
    twelve, signed = LAYOUTS['12 bits'], LAYOUTS['12 bits, signed']
    cases += [
        ('rescale', dict(layout=twelve, RescaleSlope=2.5, RescaleIntercept=-100, expected=lambda s: s * 2.5 - 100, tolerance=1e-6)),
        ('negative slope', dict(layout=twelve, RescaleSlope=-2, RescaleIntercept=50, expected=lambda s: s * -2.0 + 50, tolerance=1e-6)),
        ('another scale in each slice', dict(layout=twelve, RescaleSlope=(1, 2, 3, 4), RescaleIntercept=0, tolerance=0.2,
                                             expected=lambda s: s * np.array([1, 2, 3, 4])[:, None, None])),
        ('MONOCHROME1', dict(layout=twelve, PhotometricInterpretation='MONOCHROME1', expected=lambda s: 4095 - s)),
        ('MONOCHROME1, signed', dict(layout=signed, PhotometricInterpretation='MONOCHROME1', expected=lambda s: -1 - s)),
        ('padding', dict(layout=signed, PixelPaddingValue=2047, expected=lambda s: np.array([np.where(p == 2047, p.min(), p) for p in s]))),
        ('padding given without the sign of the pixels', dict(layout=LAYOUTS['16 bits, signed'], encode=changed(padding_of_other_sign),
                                                              expected=lambda s: np.array([np.where(p == -32768, p[p > -32768].min(), p) for p in s]))),
        ('padding, MONOCHROME1', dict(layout=twelve, PhotometricInterpretation='MONOCHROME1', PixelPaddingValue=4095,
                                      expected=darkest_padding(4095))),
        ('a table', dict(layout=twelve, **table(np.arange(4096)[::-1] * 15))),
        ('a table of all 16 bits', dict(layout=LAYOUTS['16 bits'], **table(np.arange(65536) // 3))),
        ('a table that begins later and ends earlier', dict(layout=twelve, **table(np.arange(1000) ** 2 // 20, first=500))),
        ('a table of bytes', dict(layout=twelve, **table(np.arange(4095) // 16, bits=8))),
        ('a table of values with a sign', dict(layout=signed, **table(np.arange(4096) * 2, first=-2048, vr='SS'))),
        ('a table that counts, not a slope', dict(layout=twelve, RescaleSlope=7, RescaleIntercept=1, **table(np.arange(4096) * 3))),
        ('GE, pixels big endian', dict(layout=LAYOUTS['16 bits'], encode=changed(ge_private, implicit=True))),
        ('implicit, says explicit', dict(layout=twelve, encode=lying('+ti', ExplicitVRLittleEndian))),
        ('explicit, says implicit', dict(layout=twelve, encode=lying('+te', '1.2.840.10008.1.2'))),
        ('explicit, says big endian', dict(layout=twelve, encode=lying('+te', '1.2.840.10008.1.2.2'))),
        ('a range of padding', dict(layout=signed, PixelPaddingValue=-2048, PixelPaddingRangeLimit=-1500,
                                    expected=lambda s: np.array([np.where(p <= -1500, p[p > -1500].min(), p) for p in s]))),
    ]
    # Kept as 16 bits, so rounded by half of 2^32 / 65535 at most.
    for name, how in (('', dict(expected=lambda s: s)),
                      (', MONOCHROME1', dict(PhotometricInterpretation='MONOCHROME1', expected=lambda s: 2**32 - 1 - s)),
                      (', negative slope', dict(RescaleSlope=-1, RescaleIntercept=0, expected=lambda s: -s))):
        cases.append(('32 bits' + name, dict(layout=dict(bits=32, signed=False, allocated=32), tolerance=33000, **how)))
    for name, case in cases:
        fault = run(tool_path, **case)
        count += 1
        faults += bool(fault)
        print(f"{'FAILED' if fault else 'ok'}: {name}{': ' + fault if fault else ''}")
    print(f'{count} encodings and layouts, {faults} failed')
    return 1 if faults else 0


sys.exit(main())
