#!/usr/bin/python3
"""Header indexing: longview against a bare DCMTK loop, dcm2niix and pydicom, warm, in one run.

usage: index.py BUILD_FOLDER [FILES=10000] [THREADS=2]
Makes FILES files by copying the MR files of $LONGVIEW_DATA (default ../shared/data): cdset, dicom, spine, with new UIDs, each
copy a study of its own. Prints one line per program: the best of five runs, interleaved, so that a busy machine hits all alike.
Then the same files as one ZIP archive against their folder: the whole index, and opening a series of some 30 pictures.
"""
import json, os, shutil, subprocess, sys, tempfile, time, warnings

import pydicom

warnings.filterwarnings('ignore')
ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
UIDS = ('StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID', 'FrameOfReferenceUID')


def sources(parts):
    for part in parts:
        for folder, _, names in os.walk(os.path.join(ROOT, part)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                try:
                    header = pydicom.dcmread(path, stop_before_pixels=True)
                except Exception:
                    continue
                if header.get('Modality') == 'MR':
                    yield open(path, 'rb').read(), [str(header[u].value) for u in UIDS if u in header]


def make(target, files, parts):
    originals = list(sources(parts))
    for n in range(files):
        copy, index = divmod(n, len(originals))
        data, uids = originals[index]
        for uid in sorted(set(uids), key=len, reverse=True):
            if len(uid) > 12:     # same length, so that nothing else moves
                data = data.replace(uid.encode(), (uid[:6] + f'{copy:03d}' + uid[9:]).replace('..', '.9').encode())
        folder = os.path.join(target, 'first' if n < files // 2 else 'second', f'{copy:03d}', f'{index // 200:03d}')
        os.makedirs(folder, exist_ok=True)
        open(os.path.join(folder, f'IM{index:05d}'), 'wb').write(data)


PYDICOM = '''import os, sys, pydicom
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        pydicom.dcmread(os.path.join(folder, name), stop_before_pixels=True)'''


def timed(command):
    begin = time.monotonic()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begin


def run(tool, mode, folder, threads):
    return json.loads(subprocess.run([tool, mode, folder, str(threads)], check=True, capture_output=True).stdout)


def kb_of_a_further_file(tool, folder, files, threads, most):
    """What each file of the second half adds to `most`: the dictionary and the decoders cost the same for any number."""
    half, whole = run(tool, 'scan', os.path.join(folder, 'first'), threads), run(tool, 'scan', folder, threads)
    return (whole[most] - half[most]) / (whole['files'] - half['files'])


def measure(title, tool, folder, files, threads):
    best = {}
    for _ in range(5):
        for mode in ('read', 'dcmtk', 'scan'):
            result = run(tool, mode, folder, threads)
            if mode not in best or result['seconds'] < best[mode]['seconds']:
                best[mode] = result
    best['dcm2niix (-n -1)'] = {'seconds': min(timed(['dcm2niix', '-n', '-1', '-f', '%i', folder]) for _ in range(2))}
    best['pydicom'] = {'seconds': timed([sys.executable, '-c', PYDICOM, folder])}
    print(f'\n{title}: {files} files, {threads} threads (dcm2niix and pydicom have one)')
    for name, result in best.items():
        core = f"{result['core_us_per_file']:8.1f} core-µs/file" if 'core_us_per_file' in result else ''
        extra = f"  first matrix after {result['first_partial_s']:.2f} s, first thumbnail {result['first_thumbnail_s']:.2f} s" if name == 'scan' else ''
        print(f"  {name:18} {result['seconds']:8.3f} s {files / result['seconds']:9.0f} files/s {core}{extra}")
    print(f"  scan / dcmtk       {best['scan']['seconds'] / best['dcmtk']['seconds']:8.2f}, "
          f"in core time {best['scan']['core_us_per_file'] / best['dcmtk']['core_us_per_file']:.2f}")
    print(f"  each further file  {kb_of_a_further_file(tool, folder, files, threads, 'held_kb'):8.2f} KB held, "
          f"{kb_of_a_further_file(tool, folder, files, threads, 'peak_kb'):.2f} KB at the peak")


def measure_archive(tool, folder, threads):
    archive = shutil.make_archive(folder, 'zip', folder)
    best = {}
    for _ in range(5):
        for mode in ('scan', 'row'):
            for place in (folder, archive):
                result = run(tool, mode, place, threads)
                best[mode, place] = min(best.get((mode, place), result), result, key=lambda figures: figures['seconds'])
    os.remove(archive)
    for mode in ('scan', 'row'):
        inside, beside = best[mode, archive], best[mode, folder]
        print(f"  ZIP / folder, {mode:4} {inside['seconds'] / beside['seconds']:8.2f} "
              f"({inside['seconds']:.4f} s / {beside['seconds']:.4f} s, {beside['files']} files)")


def main():
    tool = os.path.join(sys.argv[1], 'bin/index_speed')
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    threads = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    for title, parts, count in (('all real sets', ('cdset', 'dicom', 'spine'), files),
                                ('Hitachi and Philips, as from hospitals', ('spine/lumbar_hitachi_dicom', 'dicom/philips_4d_fmri'), files // 5)):
        with tempfile.TemporaryDirectory() as folder:
            make(folder, count, parts)
            measure(title, tool, folder, count, threads)
            measure_archive(tool, folder, threads)


main()
