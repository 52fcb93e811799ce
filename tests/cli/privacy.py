#!/usr/bin/python3
"""What leaves: a person's scans are made twice, with other texts in every element that holds text, other names, days, UIDs,
private elements, folders and files. What is made for others must be the same to the byte; nothing else may tell more than
the README says.

usage: privacy.py LONGVIEW [SERIES]      SERIES: how many each of the two examinations has, 1 where nothing is said; 21 make
                                          1,008 files. Burnt-in text is read back, too, where there is tesseract.
"""
import os, pathlib, re, shutil, subprocess, sys, tempfile, warnings

import numpy as np
import pydicom
from pydicom.datadict import DicomDictionary
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

warnings.filterwarnings('ignore')
TEXT = {'LO': 64, 'SH': 16, 'PN': 64, 'LT': 64, 'ST': 64, 'UT': 64, 'UC': 64, 'AE': 16}
GROUPS = (0x0008, 0x0010, 0x0018, 0x0020, 0x0028, 0x0032, 0x0038, 0x0040)
NOT_OURS = ('SpecificCharacterSet', 'ImageType', 'TimezoneOffsetFromUTC')
# Words that decide which row a series goes to stay, with the marker behind them; the maker's first word is shown in films.
SAID = {'SeriesDescription': 'T2 ', 'ProtocolName': 'T2 ', 'BodyPartExamined': 'HEAD', 'Manufacturer': 'SIEMENS '}
# Two people: a marker that nothing else holds, the root of the UIDs, days with the same time between them.
PEOPLE = {'ZQXJ': ('1.2.3', ('20150304', '20190318')), 'WVKY': ('1.2.4', ('20150609', '20190623'))}
SLICES, SIDE = 12, 128
FILMS = ('f.mp4', 'f.webm', 'f.gif', 'sheet.png', 'pictures')


def head(grey):
    """Something to line up and to see."""
    z, y, x = np.mgrid[0:SLICES, 0:SIDE, 0:SIDE] - np.array([SLICES / 2, SIDE / 2, SIDE / 2]).reshape(3, 1, 1, 1)
    ball = (z / 5) ** 2 + (y / 52) ** 2 + (x / 44) ** 2
    inside = (z / 3) ** 2 + ((y + 12) / 18) ** 2 + ((x - 8) / 12) ** 2
    noise = np.random.RandomState(1).uniform(0, 20, ball.shape)
    return (np.where(ball < 1, 300, 0) + np.where(inside < 1, grey, 0) + noise).astype('<u2')


def text_of(keyword, vr, marker):
    said = SAID.get(keyword, '')
    return said if keyword == 'BodyPartExamined' else (said + marker)[:TEXT.get(vr, 16)]


def write(folder, marker, count):
    root, days = PEOPLE[marker]
    for study, series in ((study, series) for study in range(len(days)) for series in range(1, count + 1)):
        day, place = days[study], folder / f'{marker} disc {study}' / f'{marker}{series}'
        place.mkdir(parents=True)
        pixels = head(200 + 300 * study)
        for k in range(SLICES):
            meta = FileMetaDataset()
            meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = '1.2.840.10008.5.1.4.1.1.4', ExplicitVRLittleEndian
            meta.MediaStorageSOPInstanceUID = f'{root}.{study}.{series}.{k}'
            d = FileDataset(None, {}, file_meta=meta, preamble=b'\0' * 128)
            d.is_little_endian, d.is_implicit_VR = True, False
            for tag, (vr, vm, _, retired, keyword) in DicomDictionary.items():
                if tag >> 16 in GROUPS and vr in TEXT and keyword and not retired and keyword not in NOT_OURS:
                    setattr(d, keyword, text_of(keyword, vr, marker))
            block = d.private_block(0x0029, marker, create=True)
            block.add_new(1, 'LO', marker)
            block.add_new(2, 'UN', marker.encode() * 9)
            d.SOPClassUID, d.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
            d.StudyInstanceUID, d.SeriesInstanceUID, d.InstanceNumber = f'{root}.{study}', f'{root}.{study}.{series}', k + 1
            d.Modality, d.ImageType, d.BodyPartExamined = 'MR', ['ORIGINAL', 'PRIMARY', 'M'], 'HEAD'
            d.StudyDate = d.SeriesDate = d.AcquisitionDate = d.ContentDate = day
            d.PatientBirthDate, d.PatientSex = '19' + days[0][2:], 'O'
            d.RepetitionTime, d.EchoTime, d.MagneticFieldStrength = 4000, 90, 3
            d.ImagePositionPatient, d.ImageOrientationPatient = [0, 0, 5 * k], [1, 0, 0, 0, 1, 0]
            d.PixelSpacing, d.SliceThickness = [1.5, 1.5], 5
            d.SamplesPerPixel, d.PhotometricInterpretation, d.Rows, d.Columns = 1, 'MONOCHROME2', SIDE, SIDE
            d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = 16, 16, 15, 0
            d.PixelData = pixels[k].tobytes()
            d.save_as(place / f'{marker}{k}.dcm', write_like_original=False)


class Person:
    """Somebody's scans, and what the program makes of them in a home of its own."""

    def __init__(self, longview, folder, marker, series):
        self.longview, self.marker = os.path.abspath(longview), marker
        number = str(list(PEOPLE).index(marker))
        self.scans, self.out, self.home = folder / marker, folder / 'out' / number, folder / 'home' / number
        write(self.scans, marker, series)
        self.out.mkdir(parents=True)
        self.home.mkdir(parents=True)

    def run(self, *arguments):
        home = {name: str(self.home) for name in ('HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME',
                                                  'XDG_CONFIG_HOME')}
        done = subprocess.run([self.longview, *map(str, arguments)], capture_output=True, env={**os.environ, **home},
                              cwd=self.out, timeout=300)
        assert done.returncode in (0, 3), (arguments, done)
        assert not self.told(done.stderr), (arguments, done.stderr)
        return done.stdout

    def told(self, data, *more):
        """Which of this person's own things stand in it."""
        root, days = PEOPLE[self.marker]
        own = [self.marker, *more]
        return [w for w in own if any(w.encode(code) in data for code in ('utf-8', 'utf-16-le', 'utf-16-be'))]

    def files(self, folder):
        """Name -> content of all below a folder."""
        return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob('*')) if f.is_file()}


def burnt_in(picture):
    """The text in a picture."""
    return subprocess.run(['tesseract', picture, '-', '--psm', '11'], capture_output=True, text=True, check=True).stdout


def check_films(one, other):
    for name in FILMS:
        for person in (one, other):
            person.run('export', person.scans, '-o', name, '--size', '320x240')
    ours, theirs = one.files(one.out), other.files(other.out)
    assert ours.keys() == theirs.keys() and len(ours) > len(FILMS), (ours.keys(), theirs.keys())
    # WebM numbers each film and each track by chance (Matroska's SegmentUID, TrackUID, TagTrackUID).
    by_chance = re.compile(rb'\x73\xA4\x90.{16}|[\x73\x63]\xC5\x88.{8}', re.S)
    for name in ours:
        assert by_chance.sub(b'', ours[name]) == by_chance.sub(b'', theirs[name]), f'{name} is not the same for two people'
    # The same comparison, and the same reading, see what a film for a doctor says.
    for person in (one, other):
        for audience in ('doctor', 'others'):
            person.run('export', person.scans, '-o', f'{audience}.png', '--size', '1280x960', '--for', audience)
    assert (one.out / 'doctor.png').read_bytes() != (other.out / 'doctor.png').read_bytes()
    if shutil.which('tesseract'):
        assert one.marker in burnt_in(one.out / 'doctor.png') and one.marker not in burnt_in(one.out / 'others.png')


def check_alignments(one, other):
    for person in (one, other):
        root, days = PEOPLE[person.marker]
        dates = [f'{d[:4]}-{d[4:6]}-{d[6:]}' for d in days]
        for audience in ('others', 'doctor'):
            said = person.run('align', person.scans, '--row', '1', '-o', audience, '--resampled', '--for', audience)
            files = person.files(person.out / audience)
            everything = said + b''.join(name.encode() + data for name, data in files.items())
            assert len(files) >= 3, files.keys()  # the reference's two at least, and the report
            told = person.told(everything, root + '.0.', *dates)
            assert told == ([] if audience == 'others' else [root + '.0.', *dates]), (audience, told)
    ours, theirs = (person.files(person.out / 'others') for person in (one, other))
    assert ours == theirs, 'alignments for others are not the same for two people'


def check_what_stays(one, other):
    for person in (one, other):
        found = person.files(person.home)
        assert not person.told(b'\n'.join(name.encode() + data for name, data in found.items())), found.keys()


def main():
    with tempfile.TemporaryDirectory() as folder:
        series = int(sys.argv[2]) if len(sys.argv) > 2 else 1
        people = [Person(sys.argv[1], pathlib.Path(folder), marker, series) for marker in PEOPLE]
        check_films(*people)
        check_alignments(*people)
        check_what_stays(*people)
        texts = sum(e.VR in TEXT for e in pydicom.dcmread(next(people[0].scans.rglob('*.dcm'))))
        print(f'{2 * len(PEOPLE) * SLICES * series} files with {texts} texts each: nothing told')


main()
