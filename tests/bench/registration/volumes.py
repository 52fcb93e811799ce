"""The real volumes: open_ms patients 01 and 03 with their authors' transforms, and the other heads and spines, DICOM turned into
NIfTI by dcm2niix. Everything is read from the data folder and written to a folder of its own."""
import glob, itertools, os, shutil, subprocess

import nibabel
import numpy as np
from scipy import ndimage

from rigid import apply, nearest_rigid, read_itk

VOLUMES = {'p01': [(s, c) for s in (1, 2) for c in ('T1W', 'T2W', 'FLAIR')],
           'p03': [(1, 'FLAIR'), (1, 'T2W'), (2, 'T1W'), (2, 'T2W'), (2, 'FLAIR')]}


def save(voxels, affine, path):
    image = nibabel.Nifti1Image(voxels, affine)
    image.header.set_xyzt_units('mm')
    image.set_sform(affine, 1)
    image.set_qform(affine, 1)
    nibabel.save(image, path)
    return path


def noisy(path, folder):
    """The scan with Rician noise of a quarter of its tissue's brightness, as a weak magnet makes it."""
    to = os.path.join(folder, 'noisy_' + os.path.basename(os.path.dirname(os.path.dirname(path))) + '_' + os.path.basename(path))
    if not os.path.exists(to):
        image, rng = nibabel.load(path), np.random.default_rng(3)
        voxels = np.asarray(image.dataobj, np.float32)
        sigma = .25 * np.median(voxels[voxels > voxels.mean()])
        voxels = np.hypot(voxels + rng.normal(0, sigma, voxels.shape), rng.normal(0, sigma, voxels.shape))
        save(np.clip(voxels, 0, 32000).astype(np.int16), image.affine, to)
    return to


class Patient:
    def __init__(self, data, name):
        self.folder = os.path.join(data, 'longitudinal', name.replace('p', 'open_ms_patient'))

    def path(self, study, contrast):
        return f'{self.folder}/raw/study{study}_{contrast}.nii.gz'

    def image(self, study, contrast):
        return nibabel.load(self.path(study, contrast))

    def from_common(self, study, contrast):
        m = read_itk(f'{self.folder}/raw/study{study}_FLAIR_to_common_space.txt')
        if contrast == 'FLAIR':
            return m
        return read_itk(f'{self.folder}/raw/study{study}_{contrast}_intrastudy_to_FLAIR.txt') @ m

    def reference(self, a, b):
        """Affine, from volume a to volume b, by the data's authors."""
        return self.from_common(*b) @ np.linalg.inv(self.from_common(*a))

    def brain(self, volume, image):
        """The brain mask on the grid of `image`, which lies in the space of `volume`."""
        mask = nibabel.load(f'{self.folder}/common/brainmask.nii.gz')
        v = np.linalg.inv(mask.affine) @ np.linalg.inv(self.from_common(*volume)) @ image.affine
        inside = (np.asarray(mask.dataobj) > 0).astype(np.float32)
        return (ndimage.affine_transform(inside, v[:3, :3], v[:3, 3], output_shape=image.shape[:3], order=1) > 0.5).astype(np.uint8)


def points_in(mask, affine, rng=None, count=2000):
    ijk = np.argwhere(mask > 0)
    return apply(affine, ijk[(rng or np.random.default_rng(5)).choice(len(ijk), count, replace=False)].astype(float))


def to_nifti(folder, target):
    """All MR stacks of a DICOM folder; {series number: path}, or nothing without dcm2niix."""
    if not shutil.which('dcm2niix') or not os.path.isdir(folder):
        return {}
    if not os.path.isdir(target):
        os.makedirs(target)
        subprocess.run(['dcm2niix', '-z', 'y', '-b', 'n', '-f', '%t_%s', '-o', target, folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {os.path.basename(p)[:-7]: p for p in sorted(glob.glob(target + '/*.nii.gz'))}


def cd_set(data, target):
    """(study letter, path) of the CD set's whole brain series, with maps from each study to B, and points."""
    truth = os.path.join(data, 'cdset', 'truth')
    found = to_nifti(os.path.join(data, 'cdset'), os.path.join(target, 'cdset'))
    # 20220908090001_4 lost a slice, which dcm2niix closes up: nothing rigid is true of it
    wanted = {'B': ('20131210141205_3', '20131210141205_4'), 'C': ('20151103101112_201', '20151103101112_301'),
              'D': tuple(f'20180219163000_{n}' for n in (2, 4, 5, 7)), 'E': tuple(f'20220908090001_{n}' for n in (2, 3, 5, 7))}
    to_b = {'B': np.eye(4), **{s: read_itk(f'{truth}/{s}_to_B.txt') for s in 'CDE'}}
    return [(s, found[n]) for s in wanted for n in wanted[s] if n in found], to_b


def same_person_pairs(data, target):
    """Pairs of one person as batch tasks; "truth" and "points" where known (the authors' or the exact one)."""
    pairs = []
    for name, volumes in VOLUMES.items():
        patient = Patient(data, name)
        for a, b in itertools.combinations(volumes, 2):
            image = patient.image(*a)
            points = points_in(patient.brain(a, image), image.affine)
            pairs.append({'name': f'{name} {a} {b}', 'fixed': patient.path(*a), 'moving': patient.path(*b), 'points': points,
                          'truth': nearest_rigid(patient.reference(a, b), points)})
    stacks, to_b = cd_set(data, target)
    image = Patient(data, 'p01').image(2, 'FLAIR')
    points_b = points_in(Patient(data, 'p01').brain((2, 'FLAIR'), image), image.affine)
    for (s, f), (t, m) in itertools.combinations(stacks, 2):
        pairs.append({'name': f'cd {s} {t} {os.path.basename(f)} {os.path.basename(m)}', 'fixed': f, 'moving': m,
                      'points': apply(np.linalg.inv(to_b[s]), points_b), 'truth': np.linalg.inv(to_b[t]) @ to_b[s]})
    return pairs


def never_good_pairs(data, target):
    """Pairs of different people, of different parts of the body, or with a stack that lost a slice: nothing may be called good."""
    def dicom(folder):
        return list(to_nifti(os.path.join(data, folder), os.path.join(target, folder.replace('/', '_'))).values())

    def whole(paths):
        return [p for p in paths if min(nibabel.load(p).shape[:3]) >= 8 and nibabel.load(p).ndim == 3]
    heads = [[Patient(data, p).path(*v) for v in VOLUMES[p]] for p in VOLUMES]
    heads += [whole(dicom('dicom/siemens_prisma_2d_sag_t1_hfs') + dicom('dicom/siemens_prisma_2d_sag_t1_hfp')),
              whole(dicom('dicom/siemens_xa30_enhanced'))[:1], whole(dicom('dicom/ge_signa_2001_fse_pd_ax_oblique')),
              [os.path.join(data, 'templates', 'mni_icbm152_t1_tal_nlin_sym_09a_converted.nii.gz')]]
    spines = whole(dicom('spine/lumbar_hitachi_dicom') + dicom('spine/lumbar_followup_simulated'))
    pairs = [(f, m) for a, b in itertools.combinations(heads, 2) for f in a for m in b]
    pairs += [(f, m) for _, f in cd_set(data, target)[0] for m in heads[1][:3] + heads[2][:1] + heads[4]]
    pairs += [(f, m) for f in spines for m in heads[0][:2] + heads[1][2:3] + heads[5]]
    lost = os.path.join(target, 'cdset', '20220908090001_4.nii.gz')
    pairs += [(f, lost) for _, f in cd_set(data, target)[0] if os.path.exists(lost)]
    return [{'name': f'{os.path.basename(f)} {os.path.basename(m)}', 'fixed': f, 'moving': m} for f, m in pairs]
