#!/usr/bin/python3
"""longview, as a whole program, on real data with known maps. usage: real_data.py LONGVIEW CASE; without data it says SKIPPED.

CASE is lumbar (a follow-up made from a real spine: --focus at each vertebra), bent (one that bends: --focus where the pose of the
whole is 10 mm off and more), strangers (nothing fits), or a row of the CD set for `align`, scored by the
data's own score_alignment.py."""
import json, os, re, shutil, subprocess, sys, tempfile

import numpy as np
import pydicom

from vertebrae import VERTEBRAE

DATA = os.environ.get('LONGVIEW_DATA', '../shared/data')
LPS_TO_RAS = np.diag([-1., -1., 1., 1.])
IN_PLANE_MM = 0.5       # what lies across the 4 mm slices was interpolated when the follow-up was made


def one_series(folder, description, target):
    """Copies the files of one series into a folder of their own."""
    os.makedirs(target)
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.abspath(os.path.join(parent, name))
            header = pydicom.dcmread(path, stop_before_pixels=True, force=True)
            if description in str(header.get('SeriesDescription', '')):
                shutil.copy(path, os.path.join(target, name))
    return target


def truth_lps(path):
    """Original to follow-up; the file maps the other way (ITK affine about the origin)."""
    numbers = np.array(re.search(r'\nParameters:([^\n]*)', open(path).read()).group(1).split(), float)
    m = np.eye(4)
    m[:3, :3], m[:3, 3] = numbers[:9].reshape(3, 3), numbers[9:]
    return np.linalg.inv(m)


def lumbar(longview):
    spine = os.path.join(DATA, 'spine')
    truth = truth_lps(f'{spine}/lumbar_followup_simulated/followup_to_original.txt')
    with tempfile.TemporaryDirectory() as folder:
        fixed = one_series(f'{spine}/lumbar_hitachi_dicom', 'T2 SAG', f'{folder}/a')
        moving = one_series(f'{spine}/lumbar_followup_simulated', 't2_tse_sag', f'{folder}/b')
        for name, point in VERTEBRAE.items():
            out = f'{folder}/{name}.txt'
            run = subprocess.run([longview, 'register', fixed, moving, '--out', out, '--quiet', '--metric', 'cpu',
                                  '--focus', ','.join(map(str, (*point, 25)))], capture_output=True, text=True)
            assert run.returncode == 0, f'{name}: exit {run.returncode}, {run.stdout}{run.stderr}'
            found = LPS_TO_RAS @ np.loadtxt(out, comments='#') @ LPS_TO_RAS
            points = np.c_[np.array(point) + np.random.default_rng(0).uniform(-15, 15, (200, 3)), np.ones(200)].T
            off = (found @ points - truth @ points)[:3]
            in_plane = off - np.outer(truth[:3, 0], truth[:3, 0] @ off)     # sagittal slices
            error = np.linalg.norm(in_plane, axis=0).mean()
            print(f'{name}: {error:.3f} mm in-plane')
            assert error <= IN_PLANE_MM, name


def bent(longview):
    years = f'{DATA}/lumbar_years'
    levels = json.load(open(f'{years}/truth/T1_B_C/truth.json'))['levels']
    with tempfile.TemporaryDirectory() as folder:
        for level in levels[-2:]:       # L5 and S1
            out = f'{folder}/T.txt'
            run = subprocess.run([longview, 'register', f'{years}/DICOM/2021/S3', f'{years}/DICOM/2024/S3', '--out', out, '--quiet',
                                  '--metric', 'cpu', '--focus', ','.join(map(str, (*level['centre'], 25)))], capture_output=True, text=True)
            found, truth = LPS_TO_RAS @ np.loadtxt(out, comments='#') @ LPS_TO_RAS, np.array(level['transform'])
            off = np.c_[level['corners'], np.ones(8)] @ (found-truth)[:3].T
            error = np.linalg.norm(off-np.outer(off @ truth[:3, 0], truth[:3, 0]), axis=1).max()    # sagittal slices
            print(f'{level["name"]}: {error:.3f} mm in-plane, exit {run.returncode}')
            assert run.returncode == 0 and error <= IN_PLANE_MM, level['name']


def cd_row(longview, words):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([longview, 'align', f'{DATA}/cdset', '--row', words, '-o', f'{folder}/out', '--quiet', '--metric', 'cpu'],
                             capture_output=True, text=True)
        assert run.returncode in (0, 3), run.stderr
        score = subprocess.run([sys.executable, f'{DATA}/score_alignment.py', f'{folder}/out', f'{DATA}/cdset/truth/TRUTH.json'],
                               capture_output=True, text=True)
        print(run.stdout + score.stdout)
        assert score.returncode == 0
        worst = float(re.search(r'worst exact mean ([\d.]+) mm', score.stdout).group(1))
        assert worst <= 0.5, worst


def strangers(longview):
    """Two people, a template, another part of the body, a CT: never good."""
    brain = f'{DATA}/longitudinal/open_ms_patient0'
    fixed = brain + '1/raw/study1_T1W.nii.gz'
    others = [brain + '3/raw/study2_T1W.nii.gz', brain + '3/raw/study1_FLAIR.nii.gz', f'{DATA}/spine/sct_cervical/t2s_uncropped.nii.gz',
              f'{DATA}/templates/mni_icbm152_t1_tal_nlin_sym_09a_converted.nii.gz', f'{DATA}/dicom/ct_gantry_tilt']
    with tempfile.TemporaryDirectory() as folder:
        for moving in others:
            run = subprocess.run([longview, 'register', fixed, moving, '--out', f'{folder}/T.tfm', '--quiet', '--metric', 'cpu'],
                                 capture_output=True, text=True)
            print(os.path.basename(moving), run.returncode, run.stdout.strip() or run.stderr.strip())
            assert run.returncode in (1, 3) and (run.stdout or run.stderr)


def main():
    longview, case = os.path.abspath(sys.argv[1]), sys.argv[2]
    if not os.path.isdir(DATA):
        print(f'SKIPPED: no real data at {DATA}')
        return
    if case in ('lumbar', 'bent', 'strangers'):
        globals()[case](longview)
    else:
        cd_row(longview, case)


main()
