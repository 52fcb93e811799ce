"""The three dates of data/lumbar_years with disc stacks at each: those of the first date are the scanner's own, the others the same
pictures, each stack laid where the truth of the nearest two vertebrae says, with another grid, other noise and another tone."""
import copy, json, pathlib
import numpy as np, pydicom
from pydicom.uid import ExplicitVRLittleEndian
from scipy import ndimage
from scipy.spatial.transform import Rotation

DATES = {'A': '2018', 'B': '2021', 'C': '2024'}


def vector(values):
    return np.array([float(v) for v in values])


def stacks_of(folder):
    """The pictures of the scanner's own disc series, from head to foot, in lists of one orientation."""
    files = [pydicom.dcmread(f) for f in sorted(pathlib.Path(folder).glob('D*'))]
    stacks = {}
    for d in sorted((d for d in files if d.SeriesDescription == 'T2 AX'), key=lambda d: d.InstanceNumber):
        stacks.setdefault(tuple(np.round(vector(d.ImageOrientationPatient), 3)), []).append(d)
    return list(stacks.values())


def centre(stack):
    across = [vector(d.ImageOrientationPatient) for d in stack]
    half = [(d.Columns - 1) / 2 * float(d.PixelSpacing[1]) * o[:3] + (d.Rows - 1) / 2 * float(d.PixelSpacing[0]) * o[3:]
            for d, o in zip(stack, across)]
    return np.mean([vector(d.ImagePositionPatient) + h for d, h in zip(stack, half)], axis=0)


def pose_at(levels, point):
    """Half way between the two vertebrae next to a disc."""
    a, b = sorted(levels, key=lambda l: abs(l['centre'][2] - point[2]))[:2]
    a, b = np.array(a['transform']), np.array(b['transform'])
    turn = Rotation.from_matrix(a[:3, :3]) * Rotation.from_rotvec(
        0.5 * (Rotation.from_matrix(a[:3, :3]).inv() * Rotation.from_matrix(b[:3, :3])).as_rotvec())
    goal = 0.5 * (a[:3, :3] @ point + a[:3, 3] + b[:3, :3] @ point + b[:3, 3])
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = turn.as_matrix(), goal - turn.as_matrix() @ point
    return pose


def laid(picture, pose, like, number, chance):
    """The picture at another date: turned by a degree and shifted within its plane, with noise and another tone."""
    d = copy.deepcopy(picture)
    o, first, step = vector(d.ImageOrientationPatient), vector(d.ImagePositionPatient), float(d.PixelSpacing[0])
    angle, n, pixel = np.radians(chance['turn_deg']), 400, 0.7
    x, y = np.cos(angle) * o[:3] + np.sin(angle) * o[3:], np.cos(angle) * o[3:] - np.sin(angle) * o[:3]
    middle = first + step * ((d.Columns - 1) / 2 * o[:3] + (d.Rows - 1) / 2 * o[3:]) + chance['shift_mm'][0] * x + chance['shift_mm'][1] * y
    corner = middle - pixel * (n - 1) / 2 * (x + y)
    r, c = np.mgrid[:n, :n]
    points = corner + pixel * (c[..., None] * x + r[..., None] * y) - first
    pixels = ndimage.map_coordinates(d.pixel_array.astype(float), [points @ o[3:] / step, points @ o[:3] / step], order=3)
    top = np.percentile(pixels, 99.5)
    pixels = np.clip(pixels / top, 0, None) ** 0.85 * top + chance['noise'].normal(0, 0.02 * top, (n, n))
    for tag in ('PatientID', 'PatientName', 'PatientBirthDate', 'StudyInstanceUID', 'FrameOfReferenceUID', 'StudyDate', 'SeriesDate',
                'AcquisitionDate', 'ContentDate', 'Manufacturer', 'ManufacturerModelName', 'StudyID', 'AccessionNumber'):
        if tag in like:
            setattr(d, tag, getattr(like, tag))
        elif tag in d:
            del d[tag]
    d.Rows = d.Columns = n
    d.PixelSpacing = [pixel, pixel]
    d.ImageOrientationPatient = [f'{v:.9f}' for v in np.concatenate([pose[:3, :3] @ x, pose[:3, :3] @ y])]
    d.ImagePositionPatient = [f'{v:.6f}' for v in pose[:3, :3] @ corner + pose[:3, 3]]
    d.SeriesInstanceUID = like.StudyInstanceUID + '.77'
    d.SOPInstanceUID = d.file_meta.MediaStorageSOPInstanceUID = f'{d.SeriesInstanceUID}.{number}'
    d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d.InstanceNumber = number
    d.PixelData = np.clip(np.round(pixels), 0, 4095).astype('<u2').tobytes()
    return d


def write(data, folder, dates='ABC', drop=()):
    """Writes the discs of the dates below `folder`, a folder each; `drop`: (date, stack) that were not scanned. Returns for each date but
    the first the truth of each of its stacks: (its centre on the first date, its pose)."""
    data, folder, truth = pathlib.Path(data), pathlib.Path(folder), {}
    stacks = stacks_of(data / 'spine/lumbar_hitachi_dicom')
    for k, name in enumerate(dates):
        like = next(d for d in map(pydicom.dcmread, sorted((data / 'lumbar_years/DICOM' / DATES[name]).rglob('*'), key=str)[-3:-2]))
        levels = name != 'A' and json.loads((data / f'lumbar_years/truth/T2_A_{name}/truth.json').read_text())['levels']
        (folder / DATES[name]).mkdir(parents=True)
        number, truth[name] = 0, []
        random = np.random.default_rng(k)
        for s, stack in enumerate(stacks):
            if (name, s) in drop:
                continue
            pose = pose_at(levels, centre(stack)) if levels else np.eye(4)
            truth[name].append((centre(stack), pose))
            chance = {'turn_deg': random.uniform(-2, 2), 'shift_mm': random.uniform(-9, 9, 2), 'noise': random} if levels else \
                     {'turn_deg': 0, 'shift_mm': (0, 0), 'noise': random}
            for picture in stack:
                number += 1
                laid(picture, pose, like, number, chance).save_as(folder / DATES[name] / f'AX{number:03}')
    return truth
