#!/usr/bin/python3
"""Kinds of discs that other readers get wrong, each held against its right reading by `longview index --json` and `register`.

usage: wild.py LONGVIEW [--keep FOLDER] [case ...]      (exits 1 where one is read wrongly)
The inputs are written by wild/make_cases.py of the data folder: invented people, crude pixels, headers of real kinds.
"""
import json, os, subprocess, sys, tempfile

ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
MAKE = os.path.join(ROOT, 'wild/make_cases.py')


class Index:
    """What `longview index` made of a folder."""

    def __init__(self, *paths):
        done = subprocess.run([LONGVIEW, 'index', '--quiet', '--json', *paths], capture_output=True, text=True)
        self.code, self.err = done.returncode, done.stderr
        self.json = json.loads(done.stdout) if done.stdout else {'rows': [], 'series': [], 'left_out': [], 'counts': {}}
        self.series = {(s['series_uid'], s['part']): s for s in self.json['series']}
        # Of each row: weighting, plane and the slices of each cell.
        self.rows = [[self.series[c['series_uid'], c['part']] for c in row['cells']] for row in self.json['rows']]
        self.words = json.dumps(self.json)

    def shape(self):
        return sorted((row[0]['weighting'], row[0]['plane'], tuple(s['slices'] for s in row)) for row in self.rows)

    def left_out(self):
        return [f"{o['what']}: {o['reason']}" for o in self.json['left_out']]


def fails(fine, *shown):
    return None if fine else ' '.join(str(s) for s in shown)


def one_volume(slices, weighting='T2', plane='axial', dates=1):
    def check(folder):
        got = Index(folder)
        return fails(got.shape() == [(weighting, plane, (slices,) * dates)], got.shape(), got.left_out())
    return check


def five_decimals(folder):
    got = Index(folder)
    return fails(got.shape() == [('FLAIR', 'sagittal', (24,)), ('T1', 'coronal', (22,)), ('T2', 'axial', (30,))], got.shape(), got.left_out())


def voxels(folder, row):
    """The dates of a row as a program that reads NIfTI sees them."""
    import nibabel, numpy
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([LONGVIEW, 'align', folder, '--row', str(row), '-o', out + '/row', '--resampled', '--quiet'], capture_output=True)
        names = [f for f in os.listdir(out + '/row') if f.endswith('.nii.gz')] if os.path.isdir(out + '/row') else []
        return [numpy.asarray(nibabel.load(os.path.join(out, 'row', n)).dataobj) for n in names]


def one_series_uid_for_two(folder):
    got = Index(folder)
    two = got.shape() == [('T1', 'axial', (20,)), ('T1', 'axial', (20,))]
    # Before: air at 0; after: nothing below 2000.
    darkest = [sorted(float(d) for v in voxels(folder, row['row']) for d in v.min(axis=(0, 1))) for row in got.json['rows']]
    unmixed = [d and (d[-1] < 100 or d[0] > 1900) for d in darkest]
    return fails(two and all(unmixed), got.shape(), darkest)


def j2k_fragments(folder):
    got = Index(folder)
    loaded = [v.shape[2] for v in voxels(folder, 1)]
    return fails(got.shape() == [('T2', 'axial', (6,))] and loaded == [6], got.shape(), loaded)


def decimal_comma(folder):
    got = Index(folder)
    s = got.json['series'][0]
    return fails(got.shape() == [('T2', 'axial', (20,))] and s['pixel_spacing_mm'] == [1.25, 1.25] and s['slice_spacing_mm'] == 5.5,
                 s['pixel_spacing_mm'], s['slice_spacing_mm'])


def even(slices, spacing):
    def check(folder):
        s = Index(folder).json['series']
        return fails(len(s) == 1 and s[0]['slices'] == slices and s[0]['slice_spacing_mm'] == spacing, s)
    return check


def no_study_uid(folder):
    got = Index(folder)
    dates = [[s['date'] for s in row] for row in got.rows]
    return fails(dates == [['2011-03-04', '2015-03-04', '2019-06-07']], dates)


def sheared(folder):
    got = Index(folder)
    flat = [s['findings'] for s in got.json['series'] if not s['positioned']]
    return fails(len(flat) == 1 and any('sideways by 0.8 mm' in f for f in flat[0]), flat)


def one_position(folder):
    got = Index(folder)
    s = got.json['series']
    return fails(len(s) == 1 and s[0]['slices'] == 20 and not s[0]['positioned'] and 'one position' in got.words and len(got.rows) == 1, s, got.left_out())


def dicomdir(folder):
    got = Index(os.path.join(folder, 'DICOMDIR'))
    return fails(got.shape() == [('T2', 'axial', (20,))] and not got.json['notes'], got.shape(), got.json['notes'])


def zip_methods(folder):
    got = Index(folder)
    said = '\n'.join(got.left_out())
    packed = os.path.exists(os.path.join(folder, 'deflate64.zip'))  # made where 7z is
    named = ('cannot be read here (Deflate64)' in said or not packed) and 'damaged' not in said
    # LZMA, a ZIP archive in another, an ISO image: the same pictures each time.
    return fails(got.shape() == [('T2', 'axial', (20,))] and named, got.shape(), said)


def reformat_only(folder):
    got = Index(folder)
    return fails(got.shape() == [('FLAIR', 'axial', (40,))] and 'it is a reformat' in got.words, got.shape(), got.left_out())


def legacy_converted(folder):
    got = Index(folder)
    return fails(got.shape() == [('T2', 'axial', (20,))] and 'looks' not in ' '.join(got.json['series'][0]['because']), got.shape(), got.json['series'])


def registered(folder, moving):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([LONGVIEW, 'register', folder + '/fixed.nii.gz', f'{folder}/{moving}.nii.gz', '--out', out + '/T.txt', '--json', '--quiet'],
                              capture_output=True, text=True)
        matrix = [float(word) for word in open(out + '/T.txt').read().split()] if os.path.exists(out + '/T.txt') else []
        return done.returncode, matrix, ' '.join(json.loads(done.stdout)['because']) if done.stdout else done.stderr


def nifti(folder):
    wrong = []
    for moving, word in (('outlier', 'far outside of all others'), ('nan_background', 'no number'), ('q_and_s_differ', 'sform and qform')):
        code, t, because = registered(folder, moving)
        # Nobody has moved: 0.5 mm, 0.3 degrees.
        still = len(t) == 16 and all(abs(t[4 * i + j] - (i == j)) < (0.5 if j == 3 else 0.005) for i in range(3) for j in range(4))
        if code != 0 or not still or word not in because:
            wrong.append((moving, code, t, because))
    return fails(not wrong, wrong)


def rows(*expected):
    """Each row as weighting, plane and the dates' descriptions; no others."""
    def check(folder):
        got = Index(folder)
        found = sorted((row[0]['weighting'], row[0]['plane'], *(s['description'] for s in row)) for row in got.rows)
        return fails(found == sorted(expected), found)
    return check


def before_and_after(folder):
    """T1 of seven dates, and after agent of seven dates in another row that says so; nobody says "no" of a date without a reason."""
    got = Index(folder)
    names = [row['name'] for row in got.json['rows']]
    agents = [{s['contrast'] for s in row} for row in got.rows]
    return fails([len(row) for row in got.rows] == [7, 7] and agents[1] == {True} and True not in agents[0] and 'after contrast agent' in names[1], names, agents)


def agent_with_zero(folder):
    agents = [s['contrast'] for s in Index(folder).json['series']]
    return fails(agents == [True] * 3, agents)


def w_wo_two_dates(folder):
    got = Index(folder)
    agents = [[s['contrast'] for s in row] for row in got.rows]
    return fails(agents == [[None], [True]], agents)


def ge_exam_protocol(folder):
    got = Index(folder)
    agents = sorted((row[0]['weighting'], len(row), row[0]['contrast'] is True) for row in got.rows)
    return fails(agents == [('FLAIR', 3, False), ('T1', 2, True), ('T1', 3, False), ('T2', 3, False)], agents)


def regions(*expected, dates=1):
    def check(folder):
        got = Index(folder)
        found = sorted({s['body_part'] for s in got.json['series'] if not s['left_out']})
        return fails(found == sorted(expected) and all(len(row) == dates for row in got.rows), found, got.shape())
    return check


def stations(folder):
    got = Index(folder)
    return fails([s['slices'] for s in max(got.rows, key=len)] == [17, 15], got.shape())


def two_knees(folder):
    got = Index(folder)
    return fails([len(row) for row in got.rows] == [1, 1], got.shape())


def start_here(folder):
    got = Index(folder)
    start = got.rows[got.json['start_row'] - 1][0]
    return fails(start['weighting'] == 'FLAIR', start['description'])


def twins(folder):
    question = Index(folder).json['question']
    return fails(question, question)


def dates_elsewhere(folder):
    got = Index(folder)
    dates = [[s['date'] for s in row] for row in got.rows]
    return fails(dates == [['1959-03-04', '2015-03-04', '2211-03-04']] and len([n for n in got.json['notes'] if 'unlikely' in n]) == 2, dates, got.json['notes'])


def dce_phases(folder):
    got = Index(folder)
    return fails(sorted(row[0]['weighting'] for row in got.rows) == ['T1', 'T2'], got.shape())


CASES = {
    'five_decimals': five_decimals, 'image_type_alternates': even(20, 6.0), 'one_sop_uid': one_volume(20, 'FLAIR'),
    'series_uid_per_slice': one_volume(20, dates=2), 'one_series_uid_for_two': one_series_uid_for_two, 'no_study_uid': no_study_uid,
    'sheared': sheared, 'one_position': one_position, 'reformat_only': reformat_only, 'syntax_lies': one_volume(20, dates=2),
    'decimal_comma': decimal_comma, 'j2k_fragments': j2k_fragments, 'legacy_converted': legacy_converted, 'dicomdir': dicomdir,
    'zip_methods': zip_methods, 'nifti': nifti,
    'w_wo': before_and_after, 'w_wo_words': before_and_after, 'w_wo_two_dates': w_wo_two_dates, 'agent_with_zero': agent_with_zero,
    'ge_exam_protocol': ge_exam_protocol, 'enhanced_gradient_echo': one_volume(33, 'T2*'),
    'planning_spine': rows(('T1', 'sagittal', 't1_tse_sag'), ('T2', 'sagittal', 't2_tse_sag_384')),
    'planning_brain': rows(('T1', 'sagittal', 'T1W_3D_TFE'), ('T2', 'axial', 'T2W_TSE')),
    'planning_loca': rows(('T1', 'sagittal', 't1_mprage_sag'), ('T2', 'axial', 't2_qtse_tra')),
    'drive': rows(('T2', 'axial', 'T2W_TSE', 'T2W_TSE_DRIVE_HR')), 'asl': rows(('FLAIR', 'axial', 'AX T2 FLAIR'), ('T2', 'axial', 'AX T2 FSE')),
    'b0_own_series': rows(('DWI', 'axial', 'qdwi_3scan_ESP0.8ms_Monopolar_TRACEW'), ('T2', 'axial', 't2_tse_tra')),
    'tof_names': rows(('MRA', 'axial', 's3DI_MC', 'TOF_3D_multi-slab')), 'dce_phases': dce_phases,
    'edge_copy': rows(('T1', 'sagittal', 'T1W_TSE'), ('T2', 'sagittal', 'T2W_TSE')),
    'roi_series': rows(('FLAIR', 'axial', 'sT2W/FLAIR', 'T2 FLAIR TRA')), 'stations': stations, 'stations_up': stations,
    'three_levels': regions('spine', dates=2), 'neuro_cervicale': regions('thoracic spine'), 'knee_words': regions('knee', dates=3),
    'sides': two_knees, 'sides_words': two_knees, 'sides_sign': two_knees, 'sides_same': regions('knee', dates=2),
    'start_here': start_here, 'twins': twins, 'dates_elsewhere': dates_elsewhere,
}


def main(folder, names):
    made = subprocess.run(['/usr/bin/python3', MAKE, folder, *names], capture_output=True, text=True)
    if made.returncode:
        print('SKIPPED: the inputs cannot be made:', made.stderr.strip().splitlines()[-1])
        return 0
    wrong = 0
    for name in names:
        problem = CASES[name](os.path.join(folder, name))
        wrong += problem is not None
        print('ok   ' if problem is None else 'WRONG', name, problem or '')
    print(f'{len(names)} kinds, {wrong} read wrongly')
    return wrong > 0


if __name__ == '__main__':
    LONGVIEW, rest = sys.argv[1], sys.argv[2:]
    keep = rest[1] if rest[:1] == ['--keep'] else None
    chosen = rest[2 if keep else 0:] or list(CASES)
    if not os.path.isfile(MAKE):
        print('SKIPPED: no real data at', ROOT)
        sys.exit(0)
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(keep or temporary, chosen))
