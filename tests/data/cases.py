#!/usr/bin/python3
"""Every case of dicom/, spine/ and bad/: what its SOURCE.md or expected.json says, and what `longview index` got, as a table.

usage: cases.py LONGVIEW [--markdown]      (exits 1 where one differs)
Each case must also end within 1 GiB; the slowest is named. Pixels and geometry are checked by oracle*.py and test_real_dicom.cpp.
"""
import json, os, re, subprocess, sys, tempfile

ROOT = os.environ.get('LONGVIEW_DATA') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../shared/data')
LONGVIEW, MARKDOWN = sys.argv[1], '--markdown' in sys.argv
MOST_KB = 1 << 20

# folder or file; what its SOURCE.md says; patterns that what was got must hold, all of them
SOURCES = [
    ('dicom/charsets', 'names readable; dummy pictures: nothing to compare', ['0 rows']),
    ('dicom/ct_gantry_tilt', 'sheared CT: refused', ['0 rows', r'CT.*4 pictures']),
    ('dicom/dicomdir_cd', 'localizers and projections only; the table of contents is a hint', ['0 rows', 'localizer "FAST LOCALIZER"',
     'localizer "T/S/C RF FAST PILOT"', 'projection "ANGIO Projected', 'table of contents of a disc: the files themselves are read']),
    ('dicom/ge_4d_dwi', 'DWI, 2 slices x 7 directions, 256x256, 1.016 mm, 3 mm', ['7 x "Ax DWI.*" DWI axial \\S+ 256x256x2 1.016 mm every 3 mm']),
    ('dicom/ge_genesis_1996_flair_single', 'one axial FLAIR slice of 11 Jun 1996, no contrast agent', ['FLAIR axial', 'no agent', '1996-06-11', 'one slice']),
    ('dicom/ge_signa_2001_fse_pd_ax_oblique', '20 slices, PD, 0.8594 mm, 7.0 mm apart by position, not 2', ['PD axial brain 256x256x20 0.8594 mm every 7',
     r'SpacingBetweenSlices\), their positions say 7\.0']),
    ('dicom/philips_4d_fmri', '9 slices x 3 times: one volume each, 64x64, 3.75 mm, every 8 mm', ['3 x .* 64x64x9 3.75 mm every 8', 'one volume of a time series']),
    ('dicom/philips_enhanced_b0map', '32 slices x 2: magnitude and field map apart, no T1 row', ['0 rows', '64x64x32 4 mm every 4', 'field map']),
    ('dicom/pydicom_small', 'eight encodings of one MR; others skipped politely', ['0 rows', 'report', 'outlines or plans', 'gzip']),
    ('dicom/siemens_prisma_2d_sag_t1_hfp', 'one 2D sagittal T1, 35 slices, 1.016 mm, 4.8 mm apart, prone', ['1 x .* T1 sagittal brain 256x256x35 1.016 mm every 4.8 mm, agent not known']),
    ('dicom/siemens_prisma_2d_sag_t1_hfs', 'one 2D sagittal T1, 35 slices, 1.016 mm, 4.8 mm apart', ['1 x .* T1 sagittal brain 256x256x35 1.016 mm every 4.8 mm, agent not known']),
    ('dicom/siemens_scout', 'both are localizers, never offered', ['0 rows', 'localizer "anat-scout_ses-localizer"', 'localizer "anat-scout_ses-01_MPR_cor"']),
    ('dicom/siemens_xa30_enhanced', 'one file is one 3D T1 of 96 slices, 2 mm; two echoes and the phase apart',
     ['1 rows', 'T1 sagittal brain 3D 128x128x96 2 mm every 2', '2 x "gre_field_mapping" T2\\* .* 64x64x33 3.375 mm every 3.4', 'left out: field map']),
    *((f'dicom/transfer_syntaxes_siemens_mosaic/{i}.dcm', f'mosaic of 35 slices 64x64, 3.25 mm, 3.6 mm apart ({syntax})', ['1 x .* 64x64x35 3.25 mm every 3.6'])
      for i, syntax in enumerate(('explicit', 'implicit', 'big endian', 'RLE', 'JPEG lossless', 'JPEG lossless', 'JPEG-LS', 'JPEG-LS', 'JPEG 2000'), 1)),
    ('dicom/uih_grid_dwi', 'grid of 20 slices 64x64, 3.5 mm, 4.2 mm apart; *** is no date', ['1 x .* DWI axial \\S+ 64x64x20 3.5 mm every 4.2']),
    ('dicom/wg04_codecs', 'four pictures in five encodings each', ['20 pictures']),
    ('spine/lumbar_hitachi_dicom', 'T2 SAG and T1 SAG of 11 slices, 4.5 mm; T2 AX is five stacks; agent "off" is none',
     ['3 rows', '"T1 SAG" T1 sagittal lumbar spine 512x512x11 0.6836 mm every 4.5 mm, no agent', '"T2 SAG" T2 sagittal',
      '2 x "T2 AX" T2 axial lumbar spine 512x512x4', '3 x "T2 AX" T2 axial lumbar spine 512x512x3']),
    ('spine/lumbar_followup_simulated', 'T1 and T2 sagittal, 11 slices 320x320, 4.4 mm apart', ['2 rows', '320x320x11 .* every 4.4', 'T2 sagittal lumbar', 'T1 sagittal lumbar']),
    ('spine/sct_cervical', 'NIfTI without dates, names or scanners; masks and outlines among them', ['7 rows', r'mask or outlines.*4 files']),
]
DERIVED = {
    'zero_bytes.dcm': 'empty file', 'one_byte.dcm': 'it is no DICOM file', 'only_preamble.dcm': 'cut off or damaged in its header',
    'truncated_in_meta.dcm': 'cut off or damaged in its header', 'truncated_in_header.dcm': 'cut off or damaged in its header',
    'truncated_in_pixels.dcm': 'cut off in the middle of the picture', 'garbage_after_DICM.dcm': 'cut off or damaged in its header',
    'text_renamed.dcm': 'it is no DICOM file', 'jpeg_renamed.dcm': 'JPEG picture: it is no DICOM file',
    'rows_65535.dcm': 'it says its picture has 64 x 65535 pixels but holds fewer', 'rows_zero.dcm': 'no rows or no columns',
    'huge_element_length.dcm': 'cut off or damaged in its header', 'bits_allocated_7.dcm': 'its pixels have 7 bits',
    'unknown_transfer_syntax.dcm': 'longview cannot unpack (transfer syntax 1.2.3.4.5.6); ask the hospital', 'missing_ipp_iop.dcm': 'it has no position or orientation',
    'missing_pixel_spacing.dcm': 'it has no pixel spacing, so nothing in it can be measured', 'degenerate_orientation.dcm': 'its orientation makes no sense',
    'pixel_spacing_zero.dcm': 'it has no pixel spacing', 'pixel_spacing_absurd.dcm': 'its pixel spacing makes no sense',
    'impossible_date.dcm': 'no date', 'very_long_name.dcm': 'one slice',
}
ENHANCED = {'emri_small.dcm', 'emri_small_big_endian.dcm', 'emri_small_jpeg_2k_lossless_too_short.dcm'}


def cases():
    yield from SOURCES
    for file, expected in json.load(open(os.path.join(ROOT, 'bad/derived/expected.json'))).items():
        strict = not expected.startswith('any clean outcome')
        yield f'bad/derived/{file}', expected, ['0 rows', re.escape(DERIVED[file])] if strict else ['0 rows']
    for file in sorted(os.listdir(os.path.join(ROOT, 'bad/real'))):
        enhanced = file in ENHANCED
        yield (f'bad/real/{file}', 'valid Enhanced MR, 10 frames 64x64' if enhanced else 'skipped with a reason',
               ['1 x .* 64x64x10'] if enhanced else ['0 rows', 'left out: '])


def series_text(s):
    spacing = f"{s['pixel_spacing_mm'][0]:.4g} mm" if s['pixel_spacing_mm'][0] else 'no spacing'
    every = f" every {s['slice_spacing_mm']:.2g} mm" if s['slice_spacing_mm'] else ''
    agent = {True: 'agent', False: 'no agent', None: 'agent not known'}[s['contrast']]
    return (f"\"{s['description']}\" {s['weighting']} {s['plane']} {s['body_part']}{' 3D' if s['three_d'] else ''} "
            f"{s['columns']}x{s['rows']}x{s['slices']} {spacing}{every}, {agent}, {s['date'] or 'no date'}"
            + ''.join(f'; {f}' for f in s['findings']))


def index(path):
    """What was got in one line, the processor seconds and the kilobytes it took."""
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([LONGVIEW, 'index', '--quiet', '--json', path], stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = usage.ru_utime + usage.ru_stime
        out.seek(0)
        text = out.read().decode()
    if child.returncode not in (0, 1):
        return f'ended with {child.returncode}', seconds, usage.ru_maxrss
    got = json.loads(text)
    parts = [f"{len(got['rows'])} rows, {got['counts']['pictures']} pictures"]
    texts = [series_text(s) for s in got['series']]
    parts += [f'{texts.count(t)} x {t}' for t in dict.fromkeys(texts)]
    parts += [f"left out: {o['what']}: {o['reason']} ({o['pictures']} pictures, {o['files']} files)" for o in got['left_out']
              if not (os.path.isdir(path) and o['what'] == 'file that is no scan')]  # SOURCE.md
    return ' | '.join(parts), seconds, usage.ru_maxrss


def main():
    if not os.path.isdir(os.path.join(ROOT, 'bad')):
        print('SKIPPED: no real data at', ROOT)
        return 0
    failed, count, slowest_s, most_kb = 0, 0, 0, 0
    if MARKDOWN:
        print('| case | expected | got | |\n| --- | --- | --- | --- |')
    for path, expected, patterns in cases():
        got, seconds, kb = index(os.path.join(ROOT, path))
        fine = all(re.search(p, got) for p in patterns) and kb < MOST_KB
        count, failed, slowest_s, most_kb = count + 1, failed + (not fine), max(slowest_s, seconds), max(most_kb, kb)
        if MARKDOWN:
            print('|', path, '|', expected, '|', (got if len(got) < 420 else got[:400] + ' …').replace(' | ', '<br>'), '|', 'as expected' if fine else 'DIFFERS', '|')
        elif not fine:
            print('DIFFERS:', path, '\n  expected:', expected, '\n  got:', got, f'\n  {seconds:.1f} s, {kb} KB')
    print(f'\n{count} cases, {count - failed} as expected, {failed} differ; slowest {slowest_s:.2f} s, most memory {most_kb // 1024} MB')
    return failed > 0


sys.exit(main())
