"""Pairs with a known map. The protocol's six pairs are made with the same random numbers as its own gen_cases.py makes them; added
here: a tilted axial exact pair, further exact pairs of every volume, and more bands of perturbation.

A task is what batch.cpp reads, plus "name", "group", "truth" (4x4 RAS) and "points" (brain, in the fixed scan)."""
import itertools, os

import nibabel
import numpy as np
from scipy import ndimage

from rigid import apply, error_mm, nearest_rigid, random_motion, rigid, turn
from volumes import Patient, VOLUMES, points_in, save

GREYS = [0, .06, .15, .35, .55, .8, 1.2]
CURVES = {'same': GREYS, 'nonmonotonic': [0, .02, .7, .45, 1., .55, .75], 'inverted': [0, .02, .95, .75, .5, .3, .2]}


def slabs(image, axis, thickness, spacing, in_plane, rng, noise=.01, remap=None, tilt=np.eye(4)):
    """Slices along a voxel axis, each the mean of the image over its thickness, on a grid that may be tilted about the patient's
    origin: the anatomy stays where it is. Rician noise, whole numbers."""
    voxels, affine = np.asarray(image.dataobj, np.float32), image.affine
    size = np.sqrt((affine[:3, :3]**2).sum(0))
    step = np.full(3, float(in_plane))
    step[axis] = spacing
    shape = np.maximum(1, np.floor(np.array(voxels.shape) * size / step)).astype(int)
    grid = np.eye(4)
    grid[:3, :3] = tilt[:3, :3] @ (affine[:3, :3] / size * step)
    grid[:3, 3] = apply(affine, (np.array(voxels.shape) - 1)[None] / 2.)[0] - grid[:3, :3] @ ((shape - 1) / 2.)
    voxels = remap(voxels) if remap else voxels
    to_voxel = np.linalg.inv(affine) @ grid
    layers = max(1, int(np.ceil(thickness / .75)))
    total = np.zeros(shape, np.float32)
    for height in (np.arange(layers) + .5) / layers * thickness - thickness / 2:
        offset = np.zeros(3)
        offset[axis] = height / spacing
        total += ndimage.affine_transform(voxels, to_voxel[:3, :3], to_voxel[:3, 3] + to_voxel[:3, :3] @ offset, output_shape=tuple(shape), order=1)
    total /= layers
    sigma = noise * total[total > total.mean()].mean()
    total = np.hypot(total + rng.normal(0, sigma, total.shape), rng.normal(0, sigma, total.shape))
    return np.clip(np.round(total * (4000. / np.percentile(total, 99.9))), 0, 32000).astype(np.int16), grid


def other_contrast(voxels):
    """The protocol's: a curve that neither rises nor falls, and a bias field of a quarter."""
    bright = np.percentile(voxels[voxels > voxels.mean() * .5], 99)
    x, y, z = np.meshgrid(*[np.linspace(-1, 1, n) for n in voxels.shape], indexing='ij', sparse=True)
    curve = np.interp(np.clip(voxels / bright, 0, 1.2), GREYS, CURVES['nonmonotonic'])
    return (curve * (1 + .25 * x - .15 * y * y + .1 * z)).astype(np.float32) * 1000


def random_contrast(rng, kind, bias):
    heights = CURVES.get(kind) or [0, .03, *rng.uniform(.2, 1, 5)]
    c = rng.normal(size=9)

    def remap(voxels):
        bright = np.percentile(voxels[voxels > voxels.mean() * .5], 99)
        x, y, z = np.meshgrid(*[np.linspace(-1, 1, n) for n in voxels.shape], indexing='ij', sparse=True)
        field = c[0]*x + c[1]*y + c[2]*z + c[3]*x*x + c[4]*y*y + c[5]*z*z + c[6]*x*y + c[7]*x*z + c[8]*y*z
        return (np.interp(np.clip(voxels / bright, 0, 1.2), GREYS, heights) * (1 + bias * field / np.abs(field).max())).astype(np.float32) * 1000
    return remap


# name, group, patient, fixed, moving, kind, number in the protocol's random sequence
PROTOCOL = [('p01_T2-T2', 'real', 'p01', (1, 'T2W'), (2, 'T2W'), None, 0), ('p03_FL-FL', 'real', 'p03', (1, 'FLAIR'), (2, 'FLAIR'), None, 2),
            ('p01_T1-FL', 'real', 'p01', (1, 'T1W'), (2, 'FLAIR'), None, 3), ('p03_T2-T1', 'real', 'p03', (1, 'T2W'), (2, 'T1W'), None, 5),
            ('p01_synsag', 'exact', 'p01', (1, 'T2W'), (1, 'T2W'), 'sagittal', 8), ('p03_ortho', 'thick', 'p03', (1, 'FLAIR'), (2, 'T2W'), 'both', 11),
            ('p03_synax', 'exact', 'p03', (2, 'T2W'), (2, 'T2W'), 'axial', 9)]


def protocol(data, folder, seed=7):
    tasks = []
    for name, group, patient_name, a, b, kind, number in PROTOCOL:
        rng, patient = np.random.default_rng(seed * 1000 + number), Patient(data, patient_name)
        fixed, moving, fixed_path, moving_path = patient.image(*a), patient.image(*b), patient.path(*a), patient.path(*b)
        tilt = rigid(turn([1, .7, -.4], 7.), np.zeros(3), np.zeros(3))
        if kind:
            made = {'sagittal': lambda: slabs(moving, 0, 5, 6, 1., rng, .02, other_contrast, tilt), 'both': lambda: slabs(moving, 0, 5, 6, 1., rng),
                    'axial': lambda: slabs(moving, 2, 3, 3, .9, rng, .02, other_contrast, tilt)}[kind]()
            moving_path = save(*made, f'{folder}/{name}_moving.nii.gz')
        if kind == 'both':
            fixed_path = save(*slabs(fixed, 2, 5, 6, .8, rng), f'{folder}/{name}_fixed.nii.gz')
            fixed = nibabel.load(fixed_path)
        brain = patient.brain(a, fixed)
        points = points_in(brain, fixed.affine, rng)
        tasks.append({'name': name, 'group': group, 'fixed': fixed_path, 'moving': moving_path, 'points': points,
                      'brain': save(brain, fixed.affine, f'{folder}/{name}_mask.nii.gz'),
                      'truth': np.eye(4) if group == 'exact' else nearest_rigid(patient.reference(a, b), points)})
    return tasks


# name, group, axis, thickness, spacing, in-plane; the fixed scan's too where it is re-sliced
SLABS = [('ax3', 'axial', (2, 3, 3, .9), None), ('ax4', 'axial', (2, 3.6, 4, .8), None), ('sag', 'thick', (0, 5, 6, 1.), None),
         ('cor', 'thick', (1, 4, 5, 1.), None), ('axax', 'thick', (2, 5, 6, .8), (2, 5, 6, .8)), ('axsag', 'thick', (0, 5, 6, 1.), (2, 5, 6, .8))]


def exact(data, folder, seed):
    """Every volume re-sliced six ways, tilted, in a changed contrast, with a bias field of 10 to 30 % and 1 to 3 % noise, and moved."""
    volumes = [(p, v) for p in VOLUMES for v in VOLUMES[p]]
    for (n, (patient_name, volume)), (k, (kind, group, moving_slabs, fixed_slabs)) in itertools.product(enumerate(volumes), enumerate(SLABS)):
        rng, patient = np.random.default_rng(seed * 10007 + n * 101 + k), Patient(data, patient_name)
        image, fixed_path = patient.image(*volume), patient.path(*volume)
        points = points_in(patient.brain(volume, image), image.affine)
        contrast, bias, noise = ('same', 'nonmonotonic', 'inverted', 'random')[(n + k) % 4], rng.choice([.1, .2, .3]), rng.choice([.01, .02, .03])
        tilt = rigid(turn(rng.normal(size=3), rng.uniform(3, 14)), np.zeros(3), np.zeros(3))
        name = f'{patient_name}_{volume[0]}{volume[1]}_{kind}_{contrast}'
        moving = slabs(image, *moving_slabs, rng, noise, random_contrast(rng, contrast, bias), tilt)
        if fixed_slabs:
            fixed_path = save(*slabs(image, *fixed_slabs, rng, .02), f'{folder}/{name}_fixed.nii.gz')
        motion = random_motion(rng, points.mean(0), (2, 18), (2, 12))
        yield {'name': name, 'group': group, 'fixed': fixed_path, 'moving': save(*moving, f'{folder}/{name}_moving.nii.gz'),
               'header': motion, 'points': points, 'truth': motion}


BANDS = {'S': ((0, 5), (0, 5)), 'M': ((5, 20), (5, 15)), 'L': ((20, 40), (15, 30)), 'X': ((40, 100), (30, 60))}
QUARTER_TURNS = [np.eye(3)[list(p)] * s for p in itertools.permutations(range(3)) for s in itertools.product([[1], [-1]], repeat=3)]
QUARTER_TURNS = [r for r in QUARTER_TURNS if np.linalg.det(r) > 0 and np.trace(r) < 3]


def perturbed(task, band, number):
    """The task with its moving scan's header moved: S, M, L of the protocol; X further; H axes mixed up; C cropped to 65 % along one
    axis or two."""
    rng = np.random.default_rng([number, *map(ord, task['name'] + band)])
    centre = apply(task['truth'], task['points'].mean(0)[None])[0]
    result = dict(task, name=f"{task['name']} {band}{number}")
    if band in BANDS:
        motion = random_motion(rng, centre, *BANDS[band])
    elif band == 'H':
        motion = rigid(turn(rng.normal(size=3), rng.uniform(0, 15)) @ QUARTER_TURNS[rng.integers(23)], rng.normal(size=3) * 30, centre)
    else:
        motion = random_motion(rng, centre, (0, 20), (5, 15))
        result['crop'] = [[0., 1.] for _ in range(3)]
        for axis in {number % 3, (number + number // 3 % 2) % 3}:
            low = rng.uniform(0, .35)
            result['crop'][axis] = [low, low + .65]
    result['header'] = motion @ task.get('header', np.eye(4))
    result['truth'] = motion @ task['truth']
    return result


def within_mm(task, pose):
    return error_mm(np.array(pose).reshape(4, 4), task['truth'], task['points'])
