"""Twelve made patients: dates of the demo patient under other names, one of them with a date that is mirrored, one with one date
alone, and two that are broken."""
import json, pathlib, subprocess

SECRET = ('Geheimnis', 'SECRET-ID', '19511231')  # what may not be read in an overview
ROW = 'flair axial brain'
WHOLE = ('anna', 'b (2)', 'Çelik', 'd-04', 'five', 'sub-06', 'seven', 'killed')
MIRRORED, ALONE, CUT, EMPTY = 'mirrored', 'alone', 'cut off', 'no scans'
NAMES = (*WHOLE, MIRRORED, ALONE, CUT, EMPTY)


def flair_files(longview, demo):
    """The row's files, date by date."""
    import pydicom
    matrix = json.loads(subprocess.check_output([longview, 'index', demo, '--json']))
    cells = next(row['cells'] for row in matrix['rows'] if row['name'] == 'Brain · FLAIR · axial')
    dates = {cell['series_uid']: [] for cell in cells}
    for file in sorted(f for f in pathlib.Path(demo).rglob('*') if f.is_file()):
        try:
            uid = pydicom.dcmread(file, stop_before_pixels=True).SeriesInstanceUID
        except pydicom.errors.InvalidDicomError:
            continue
        if uid in dates:
            dates[uid].append(file)
    return list(dates.values())


def copy(file, target, mirrored=False, cut=False):
    import pydicom
    slice_ = pydicom.dcmread(file)
    slice_.PatientName, slice_.PatientID, slice_.PatientBirthDate = SECRET
    if mirrored:
        slice_.decompress()
        slice_.PixelData = slice_.pixel_array[:, ::-1].tobytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    slice_.save_as(target)
    if cut:
        target.write_bytes(target.read_bytes()[:-slice_.Rows * slice_.Columns])


def make(longview, demo, folder):
    dates = flair_files(longview, demo)
    for number, name in enumerate(NAMES):
        if name == EMPTY:
            (folder / name).mkdir()
            (folder / name / 'letter.pdf').write_bytes(b'%PDF-1.4\n')
            continue
        wanted = dates[:1] if name == ALONE else [dates[number % 2], dates[2 + number % 3]]
        for date, files in enumerate(wanted):
            for file in files:
                copy(file, folder / name / f'CD{date}' / file.name, name == MIRRORED and date == 1, name == CUT)
