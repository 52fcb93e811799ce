#!/usr/bin/python3
"""The demo patient, read by other programs: `longview demo` is run, and its files are held against its truth.

usage: check_demo.py LONGVIEW
Readers: pydicom (headers, pixels), dcm2niix (geometry, pixels), scipy (resampling through the maps).
Where the scoring programs of $LONGVIEW_DATA are, they are fed with the truth itself and must find nothing wrong.
"""
import glob, json, os, re, subprocess, sys, tempfile

import nibabel
import numpy as np
import pydicom
from scipy.ndimage import map_coordinates

PLANES = {'sag': 0, 'cor': 1, 'ax': 2}
problems = []


def check(fact, message):
    if not fact:
        problems.append(message)


class Series:
    """The pictures of one series in the order of their positions; LPS mm."""

    def __init__(self, folder):
        self.files = [pydicom.dcmread(p) for p in sorted(glob.glob(os.path.join(folder, '*.dcm')))]
        first = self.files[0]
        self.row, self.column = np.array(first.ImageOrientationPatient, float).reshape(2, 3)
        self.normal = np.cross(self.row, self.column)
        self.files.sort(key=lambda d: self.normal @ np.array(d.ImagePositionPatient, float))
        self.uid, self.first = str(first.SeriesInstanceUID), self.files[0]

    def positions(self):
        return np.array([d.ImagePositionPatient for d in self.files], float)

    def step(self):
        return np.diff(self.positions() @ self.normal)

    def lps_from_voxel(self):
        """Columns i, rows j, slices k."""
        spacing = np.array(self.first.PixelSpacing, float)
        m = np.eye(4)
        m[:3, 0], m[:3, 1] = self.row * spacing[1], self.column * spacing[0]
        m[:3, 2], m[:3, 3] = self.normal * self.step().mean(), self.positions()[0]
        return m

    def voxels(self):
        return np.stack([d.pixel_array for d in self.files], axis=-1).transpose(1, 0, 2).astype(float)


def read_map(path):
    """4x4 of an itk::Euler3DTransform about the origin: R = Rz Rx Ry."""
    text = open(path).read()
    check('Euler3DTransform' in text, f'{os.path.basename(path)}: not an Euler3DTransform')
    p = np.array(re.search(r'\nParameters:([^\n]*)', text).group(1).split(), float)
    (cx, cy, cz), (sx, sy, sz) = np.cos(p[:3]), np.sin(p[:3])
    m = np.eye(4)
    m[:3, :3] = (np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]]) @
                 np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]))
    m[:3, 3] = p[3:]
    return m


def moved(matrix, points):
    return np.asarray(points) @ matrix[:3, :3].T + matrix[:3, 3]


def values_at(series, lps):
    voxel = moved(np.linalg.inv(series.lps_from_voxel()), lps)
    return map_coordinates(series.voxels(), voxel.T, order=1, cval=np.nan)


def check_headers(truth, series):
    uids = set()
    for study in truth['studies']:
        for said in study['series']:
            name = f"{study['study']} {said['description']}"
            found = series.get(said['series_uid'])
            check(found and len(found.files) == said['files'], f'{name}: not all pictures are there')
            for d in found.files:
                uids.add(d.SOPInstanceUID)
                check((d.PatientName, d.PatientID, d.Modality) == ('DEMO^PATIENT', 'DEMO', 'MR'), f'{name}: identity')
                check((d.StudyDate, d.Columns, d.Rows) == (study['date'], said['cols'], said['rows']), f'{name}: date or size')
                check(list(map(float, d.PixelSpacing)) == said['pixel_spacing'], f'{name}: pixel spacing')
                check(float(d.SliceThickness) == said['slice_thickness'], f'{name}: thickness')
                check(bool(d.get('ContrastBolusAgent')) == said['contrast'], f'{name}: contrast agent')
            axes = np.array([found.row, found.column])
            check(np.abs(axes @ axes.T - np.eye(2)).max() < 1e-8, f'{name}: axes are not at right angles')
            if said['kind'] == 'image':
                check(np.abs(found.step() - said['slice_spacing']).max() < 1e-4, f'{name}: slice distance')
                check(np.abs(found.normal).argmax() == PLANES[said['plane']], f'{name}: plane')
    check(len(uids) == sum(s['files'] for st in truth['studies'] for s in st['series']), 'a picture identifier is used twice')


def check_maps(folder, truth, series):
    """The truth maps carry anatomy onto the same anatomy: pictures agree through them, and not without."""
    of_group = {(st['study'], s['match_group']): series[s['series_uid']] for st in truth['studies'] for s in st['series']}
    for name in truth['transforms']:
        a, b = re.match(r'(\w)_to_(\w)\.txt', name).groups()
        m = read_map(os.path.join(folder, name))
        marks = truth['landmarks_LPS_mm']
        check(np.abs(moved(m, marks[a]) - marks[b]).max() < 1e-6, f'{name}: landmarks')
        group = 'T2 ax brain' if (a, 'T2 ax brain') in of_group else 'T2 sag lumbar spine'
        there, here = of_group[b, group], of_group[a, group]
        grid = np.stack(np.meshgrid(*[np.arange(4, n - 4, s) for n, s in zip(here.voxels().shape, (3, 3, 1))], indexing='ij'), -1)
        grid = grid[grid[..., 2] > 1].reshape(-1, 3)
        lps = moved(here.lps_from_voxel(), grid)
        own = values_at(here, lps)

        def agreement(matrix):
            other = values_at(there, moved(matrix, lps))
            seen = np.isfinite(own) & np.isfinite(other)
            return np.corrcoef(own[seen], other[seen])[0, 1]

        right = agreement(m)
        wrong = m.copy()
        wrong[:3, 3] += moved(m, [[3, 3, 3]])[0] - moved(m, [[0, 0, 0]])[0]
        mirrored = m @ np.diag([-1.0, 1, 1, 1])
        print(f'{name}: agreement {right:.3f}, 5 mm beside it {agreement(wrong):.3f}, mirrored {agreement(mirrored):.3f}')
        check(right > 0.9, f'{name}: pictures do not agree')
        check(agreement(wrong) < right - 0.03 and agreement(mirrored) < right - 0.03, f'{name}: not the best place')


def check_landmarks(truth, series):
    """Fluid is bright on T2 at every date: eyes, fourth ventricle, atria, in relation to the thalamus."""
    names = truth['landmark_names']['head']
    for study in truth['studies']:
        if study['study'] not in 'ABCDE':
            continue
        t2 = {s['match_group']: series[s['series_uid']] for s in study['series']}['T2 sag brain']
        value = dict(zip(names, values_at(t2, truth['landmarks_LPS_mm'][study['study']])))
        for name in ('left eye', 'right eye', 'left atrium', 'right atrium'):
            check(value[name] > 1.8 * value['left thalamus'], f"{study['study']}: {name} is not bright on T2: {value}")
        check(value['pons'] < 1.3 * value['left thalamus'], f"{study['study']}: pons")


def unpacked(study, folder):
    """The study without run length encoding, whose offset tables dcm2niix of 2025 misreads (DCMTK's own as well)."""
    for path in glob.glob(os.path.join(study, '**', '*.dcm'), recursive=True):
        packed = pydicom.dcmread(path, stop_before_pixels=True).file_meta.TransferSyntaxUID == pydicom.uid.RLELossless
        target = os.path.join(folder, os.path.relpath(path, study).replace(os.sep, '-'))
        subprocess.run(['dcmdrle' if packed else 'cp', path, target], check=True)
    return folder


def check_dcm2niix(folder, series):
    """Another program's geometry: the same value at the same place of the patient."""
    for study in ('B_20110304', 'H_20210506'):
        with tempfile.TemporaryDirectory() as out, tempfile.TemporaryDirectory() as plain:
            source = unpacked(os.path.join(folder, study), plain)
            subprocess.run(['dcm2niix', '-f', '%s', '-o', out, source], check=True, capture_output=True)
            for path in glob.glob(os.path.join(out, '*.nii')):
                number = int(re.match(r'\d+', os.path.basename(path)).group())
                found = next(s for s in series.values() if s.first.StudyID == study[0] and s.first.SeriesNumber == number)
                if 'LOCALIZER' in found.first.ImageType:
                    continue
                nifti = nibabel.load(path)
                size = np.array(found.voxels().shape)
                voxels = np.random.default_rng(1).integers(0, size, (500, 3))
                lps = moved(found.lps_from_voxel(), voxels)
                theirs = moved(np.linalg.inv(nifti.affine), lps * [-1, -1, 1])
                check(np.abs(theirs - np.rint(theirs)).max() < 0.01, f'{study} {number}: dcm2niix places voxels elsewhere')
                same = nifti.get_fdata()[tuple(np.rint(theirs).astype(int).T)] == found.voxels()[tuple(voxels.T)]
                check(same.all(), f'{study} {number}: dcm2niix reads other values')


def check_scores(folder, truth, scripts):
    """The scoring programs accept what is true by definition."""
    rows, described, n = {}, [], {'ax': 'axial', 'sag': 'sagittal', 'cor': 'coronal'}
    for study in truth['studies']:
        for s in study['series']:
            if s['match_group']:
                rows.setdefault(s['match_group'], []).append({'series_uid': s['series_uid']})
                described.append({'series_uid': s['series_uid'], 'plane': n[s['plane']], 'contrast': s['contrast'],
                                  'weighting': {'T1C': 'T1', 'MPR': 'T1'}.get(s['weighting'], s['weighting']), 'columns': s['cols'],
                                  'rows': s['rows'], 'slices': s['slices'], 'pixel_spacing_mm': s['pixel_spacing'],
                                  'slice_spacing_mm': s['slice_spacing']})
    with tempfile.TemporaryDirectory() as out:
        index = os.path.join(out, 'index.json')
        json.dump({'rows': [{'name': g, 'cells': c} for g, c in rows.items()], 'series': described}, open(index, 'w'))
        group = 'FLAIR ax brain'
        dates = [(st['study'], s['series_uid']) for st in truth['studies'] for s in st['series'] if s['match_group'] == group]
        report = {'reference': {'series_uid': dates[0][1]}, 'dates': [{'series_uid': dates[0][1], 'verdict': 'good'}]}
        for study, uid in dates[1:]:
            m = np.linalg.inv(read_map(os.path.join(folder, f'{study}_to_{dates[0][0]}.txt')))
            open(os.path.join(out, study + '.tfm'), 'w').write(
                '#Insight Transform File V1.0\n#Transform 0\nTransform: AffineTransform_double_3_3\nParameters: '
                + ' '.join((repr(float(n)) for n in [*m[:3, :3].ravel(), *m[:3, 3]])) + '\nFixedParameters: 0 0 0\n')
            report['dates'].append({'series_uid': uid, 'transform': study + '.tfm', 'verdict': 'good'})
        json.dump(report, open(os.path.join(out, 'report.json'), 'w'))
        for command in (['score_matrix.py', index], ['score_alignment.py', out]):
            done = subprocess.run([sys.executable, os.path.join(scripts, command[0]), command[1], os.path.join(folder, 'truth.json')],
                                  capture_output=True, text=True)
            print(command[0] + ':', done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr)
            check(done.returncode == 0, f'{command[0]}: {done.stdout}{done.stderr}')


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    scripts = os.environ.get('LONGVIEW_DATA', os.path.join(root, '..', 'shared', 'data'))
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.join(scratch, 'demo')
        subprocess.run([sys.argv[1], 'demo', folder], check=True)
        paths = [os.path.join(d, f) for d, _, files in os.walk(folder) for f in files]
        megabytes = sum(map(os.path.getsize, paths)) / 1e6
        print(f'{len(paths)} files, {megabytes:.1f} MB')
        check(megabytes < 60, 'more than 60 MB')
        truth = json.load(open(os.path.join(folder, 'truth.json')))
        series = {s.uid: s for s in map(Series, sorted(glob.glob(os.path.join(folder, '*_2*', '*'))))}
        check_headers(truth, series)
        check_maps(folder, truth, series)
        check_landmarks(truth, series)
        check_dcm2niix(folder, series)
        if os.path.exists(os.path.join(scripts, 'score_matrix.py')):
            check_scores(folder, truth, scripts)
    print('\n'.join(sorted(set(problems)) + [f'{len(problems)} problems']))
    sys.exit(bool(problems))


main()
