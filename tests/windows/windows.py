#!/usr/bin/python3
"""The program for Windows under Wine, unpacked from its ZIP file: held against the one for Linux, and with tests of that one.

usage: windows.py BUILD_FOLDER_OF_WINDOWS LINUX_PROGRAMS [CASE…]      (exits 1 where one fails; `list` names the cases)
"""
import json, math, os, pathlib, re, shutil, subprocess, sys, tempfile, time
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path[:0] = [str(HERE), str(TESTS / 'bench/registration'), str(TESTS / 'golden')]
import desktop
import rigid
from golden import pixels
from stage import Stage

DATA = pathlib.Path(os.environ.get('LONGVIEW_DATA') or TESTS / '../../shared/data').resolve()
ROW = 'flair axial brain'
# What a libm of another system may do to sums of millions of products, and to what a codec makes of a picture.
MOST_MM, MOST_DEGREES = 0.001, 0.001
MOST_LEVELS, MOST_MEAN_LEVELS = 2, 0.01      # of 255, a picture as it was drawn
MOST_FILM_MEAN_LEVELS = 0.5                  # of 255, once it has been through H.264 or VP9


class Skipped(Exception):
    pass


def data(part):
    if not (DATA / part).exists():
        raise Skipped(f'there is no {part}')
    return DATA / part


def both(stage, *arguments, code=0):
    """What the two programs print."""
    said = [stage.windows(*arguments), stage.linux(*arguments)]
    assert [s.returncode for s in said] == [code, code], [(s.returncode, s.stderr) for s in said]
    return [s.stdout for s in said]


def same_but_for_paths(a, b):
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same_but_for_paths(a[k], b[k]) for k in a)
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same_but_for_paths, a, b))
    if isinstance(a, str) and isinstance(b, str):
        return a.replace('Z:/', '/') == b.replace('Z:/', '/')
    if isinstance(a, float) or isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6)
    return a == b


def apart(one, other):
    """How far two transforms are apart: mm, degrees."""
    a, b = rigid.read_itk(one), rigid.read_itk(other)
    turn = np.linalg.inv(a[:3, :3]) @ b[:3, :3]
    skew = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2
    return float(np.linalg.norm(a[:3, 3] - b[:3, 3])), math.degrees(math.asin(min(1, np.linalg.norm(skew))))


def check_poses(windows, linux):
    names = sorted(p.name for p in linux.glob('*.tfm'))
    assert names and names == sorted(p.name for p in windows.glob('*.tfm')), names
    mm, degrees = np.max([apart(windows / n, linux / n) for n in names], axis=0)
    assert mm <= MOST_MM and degrees <= MOST_DEGREES, f'{mm:.6f} mm, {degrees:.6f} degrees apart'
    return f'{len(names)} poses at most {mm:.6f} mm and {degrees:.6f} degrees apart'


def check_pictures(windows, linux, most, most_mean):
    a, b = windows.astype(int), linux.astype(int)
    assert a.shape == b.shape, (a.shape, b.shape)
    off = np.abs(a - b)
    assert off.max() <= most and off.mean() <= most_mean, f'{off.max()} levels at most, {off.mean():.4f} on average'
    return off.max(), off.mean()


def frames_of(film):
    raw = subprocess.run(['ffmpeg', '-loglevel', 'error', '-i', film, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], capture_output=True, check=True)
    return np.frombuffer(raw.stdout, np.uint8)


def no_folder_of_the_build_is_in_the_programs(stage):
    """They would differ from one computer to the next, and tell its user's name."""
    for name in ('longview.exe', 'longview_decoder.exe', 'longview_libav.dll'):
        found = re.findall(rb'/(?:app|engine|registration_cuda)/[\w/]+\.(?:cpp|h)\0', (stage.exe.parent / name).read_bytes())
        assert not found, (name, found[:3])


def the_program_says_what_it_is(stage):
    assert both(stage, '--version')[0] == both(stage, '--version')[1]
    wrong = stage.windows('index')
    assert wrong.returncode == 2 and wrong.stderr, wrong
    return stage.windows('--version').stdout.strip()


def doctor_finds_all_that_is_needed(stage):
    done = stage.windows('doctor')
    assert done.returncode == 0, done.stdout + done.stderr
    words = ('llvmpipe', 'H.264', 'VP9', 'GIF', 'DejaVuSans.ttf', 'processes of their own')
    assert all(word in done.stdout for word in words), done.stdout
    return '\n' + done.stdout.rstrip()


def index_says_the_same(stage):
    windows, linux = map(json.loads, both(stage, 'index', '--json', data('cdset')))
    assert same_but_for_paths(windows, linux)
    texts = both(stage, 'index', data('cdset'))
    assert texts[0] == texts[1], texts[0]
    return f"{windows['counts']}"


def names_of_every_script_are_kept(stage):
    folder = stage.folder / 'Prüfung 検査 🧠'
    shutil.copytree(stage.scans()[0], folder)
    windows, linux = map(json.loads, both(stage, 'index', '--json', folder))
    assert windows['rows'] and same_but_for_paths(windows, linux), (windows, linux)
    out = stage.folder / 'Müller 患者.nii.gz'
    done = stage.windows('register', folder, folder, '-o', stage.folder / 'über.tfm', '--resampled', out)
    assert done.returncode == 0, (done.returncode, done.stderr)
    assert out.exists() and (stage.folder / 'über.tfm').exists(), os.listdir(stage.folder)


def a_row_is_aligned_alike(stage):
    took = {}
    for name, program in (('windows', stage.windows), ('linux', stage.linux)):
        began = time.time()
        done = program('align', data('cdset'), '--row', ROW, '-o', stage.folder / f'row-{name}')
        took[name] = time.time() - began
        assert done.returncode in (0, 3), done.stderr
        stage.code[name] = done.returncode
    assert stage.code['windows'] == stage.code['linux'], stage.code
    reports = [json.loads((stage.folder / f'row-{name}/report.json').read_text()) for name in took]
    verdicts = [[d.get('verdict') for d in r['dates']] for r in reports]
    assert verdicts[0] == verdicts[1], verdicts
    return f"{check_poses(stage.folder / 'row-windows', stage.folder / 'row-linux')}; verdicts {verdicts[0]}; " \
           f"{took['windows']:.1f} s, Linux {took['linux']:.1f} s, {took['windows'] / took['linux']:.2f} times"


def two_scans_are_registered_alike(stage):
    scans = stage.scans()
    for name, program in (('windows', stage.windows), ('linux', stage.linux)):
        (stage.folder / name).mkdir()
        done = program('register', scans[0], scans[1], '-o', stage.folder / name / 'T.tfm')
        assert done.returncode in (0, 3), done.stderr
    return check_poses(stage.folder / 'windows', stage.folder / 'linux')


def the_demo_is_the_same(stage):
    stage.windows('demo', stage.folder / 'demo')
    ours, other = stage.folder / 'demo', stage.demo()
    names = sorted(p.relative_to(other) for p in other.rglob('*') if p.is_file())
    assert names == sorted(p.relative_to(ours) for p in ours.rglob('*') if p.is_file())
    differ = [n for n in names if (ours / n).read_bytes() != (other / n).read_bytes()]
    windows, linux = (json.loads(p('index', '--json', f).stdout) for p, f in ((stage.windows, ours), (stage.linux, other)))
    assert windows['counts'] == linux['counts'] and len(windows['rows']) == len(linux['rows'])
    return f'{len(names)} files, {len(differ)} of them with other bytes'


def films_show_the_same(stage):
    said = []
    for ending in ('mp4', 'webm', 'gif'):
        films = {}
        for name, program in (('windows', stage.windows), ('linux', stage.linux)):
            films[name] = stage.folder / f'{name}.{ending}'
            done = program('export', stage.demo(), '--row', ROW, '--size', '320x240', '-o', films[name])
            assert done.returncode == 0, done.stderr
        off = check_pictures(frames_of(films['windows']), frames_of(films['linux']), 255, MOST_FILM_MEAN_LEVELS)
        said.append(f'{ending} {off[1]:.4f} levels apart on average')
    return ', '.join(said)


def pictures_are_the_same(stage):
    for name, program in (('windows', stage.windows), ('linux', stage.linux)):
        done = program('export', stage.demo(), '--row', ROW, '--size', '320x240', '-o', stage.folder / f'{name}/')
        assert done.returncode == 0, done.stderr
    names = sorted(p.name for p in (stage.folder / 'linux').iterdir())
    assert names == sorted(p.name for p in (stage.folder / 'windows').iterdir()), names
    off = [check_pictures(pixels(stage.folder / 'windows' / n), pixels(stage.folder / 'linux' / n), MOST_LEVELS, MOST_MEAN_LEVELS) for n in names]
    return f'{len(names)} frames, at most {max(o[0] for o in off)} levels of 255 apart, {max(o[1] for o in off):.5f} on average'


def page_and_paper_say_the_same(stage):
    for ending in ('html', 'pdf'):
        for name, program in (('windows', stage.windows), ('linux', stage.linux)):
            done = program('export', stage.demo(), '--row', ROW, '-o', stage.folder / f'{name}.{ending}')
            assert done.returncode == 0, done.stderr
    words = [subprocess.run(['pdftotext', stage.folder / f'{name}.pdf', '-'], capture_output=True, text=True, check=True).stdout.split()
             for name in ('windows', 'linux')]
    assert words[0] == words[1], words
    sizes = [(stage.folder / f'{name}.html').stat().st_size for name in ('windows', 'linux')]
    assert abs(sizes[0] - sizes[1]) <= 0.01 * sizes[1], sizes
    return f'{len(words[0])} words on paper, pages of {sizes} bytes'


def an_open_file_is_replaced_or_stays(stage):
    """Windows does not let a file be replaced that somebody reads without leave to delete it: this is said, it stays whole,
    and nothing stays beside it."""
    out = stage.folder / 'T.tfm'
    scan = stage.scans()[0]
    assert stage.windows('register', scan, scan, '-o', out).returncode == 0
    before = out.read_bytes()
    hold = stage.folder.parent / 'hold.cmd'   # the command's words come from that file, which cmd holds open meanwhile
    hold.write_text('@%* < T.tfm\n')
    done = stage.under_wine('cmd', '/c', '..\\hold.cmd', stage.windows_path(stage.exe), 'register', scan, scan, '-o', 'T.tfm', cwd=stage.folder)
    assert done.returncode == 1 and 'another program has it open' in done.stderr, done
    out.chmod(0o444)
    done = stage.windows('register', scan, scan, '-o', out)
    assert done.returncode == 1 and 'read-only' in done.stderr, done
    out.chmod(0o644)
    assert out.read_bytes() == before
    assert stage.windows('register', scan, scan, '-o', out).returncode == 0 and out.read_bytes() == before
    assert [p.name for p in stage.folder.iterdir()] == ['T.tfm'], list(stage.folder.iterdir())


def a_strangers_library_in_the_current_folder_is_not_loaded(stage):
    """As it may lie on a CD; a computer without an NVIDIA card has no other of this name."""
    shutil.copy(stage.exe.parent / 'longview_libav.dll', stage.folder / 'nvcuda.dll')
    done = stage.windows('doctor', cwd=stage.folder)
    assert done.returncode == 0 and 'CUDA: there is no NVIDIA driver on this machine' in done.stdout, done.stdout + done.stderr


def no_archive_on_the_network_is_asked(stage):
    address, why = 'dicom://A@localhost:104', 'longview for Windows does not ask a hospital'
    dicom = stage.folder / 'dicom'
    for arguments in (('index', address), ('align', stage.demo(), '--row', ROW, '-o', stage.folder / 'out', '--dicom', dicom, '--send', address)):
        done = stage.windows(*arguments)
        assert done.returncode == 1 and why in done.stderr, (arguments, done.returncode, done.stderr)
    assert not list(stage.folder.iterdir()), list(stage.folder.iterdir())
    assert 'dicom://CALLED' not in stage.windows('index', '--help').stdout


def another_test(stage, script, *arguments):
    """A test of the program for Linux, given this one."""
    done = subprocess.run([sys.executable, TESTS / script, *map(str, arguments)], cwd=(TESTS / script).parent, env=stage.environment,
                          capture_output=True, text=True)
    if 'SKIPPED' in done.stdout:
        raise Skipped(done.stdout.strip())
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return (done.stdout.strip().splitlines() or [''])[-1]


def discs_of_every_wild_kind_are_read_rightly(stage):
    return another_test(stage, 'data/wild.py', stage.program)


def every_real_and_damaged_file_ends_as_the_sources_say(stage):
    return another_test(stage, 'data/cases.py', stage.program)


def the_cd_set_is_sorted_as_its_truth(stage):
    return another_test(stage, 'cli/index.py', stage.program, stage.demo())


def a_saved_session_comes_back_to_the_same_picture(stage):
    return another_test(stage, 'ui/session.py', 'saved', stage.program, stage.demo())


def units_pass(stage):
    programs = sorted(stage.built.glob('bin/test_*.exe'))
    assert programs, 'no tests were built'
    failed = []
    for program in programs:
        done = stage.under_wine(program, cwd=TESTS.parent)
        if done.returncode:
            failed.append(f'{program.name}: {done.stdout[-2000:]}')
    assert not failed, '\n'.join(failed)
    return f'{len(programs)} programs of tests'


CASES = [no_folder_of_the_build_is_in_the_programs, the_program_says_what_it_is, doctor_finds_all_that_is_needed, index_says_the_same, names_of_every_script_are_kept, a_row_is_aligned_alike,
         two_scans_are_registered_alike, the_demo_is_the_same, pictures_are_the_same, films_show_the_same, page_and_paper_say_the_same,
         an_open_file_is_replaced_or_stays, a_strangers_library_in_the_current_folder_is_not_loaded, no_archive_on_the_network_is_asked, discs_of_every_wild_kind_are_read_rightly, every_real_and_damaged_file_ends_as_the_sources_say,
         the_cd_set_is_sorted_as_its_truth, a_saved_session_comes_back_to_the_same_picture, *desktop.CASES, units_pass]


def main():
    built, linux, *wanted = sys.argv[1:]
    if wanted == ['list']:
        print(*(case.__name__ for case in CASES), sep='\n')
        return 0
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    with tempfile.TemporaryDirectory(prefix='longview ü ') as place:
        stage = Stage(pathlib.Path(built).resolve(), pathlib.Path(linux).resolve(), pathlib.Path(place))
        for case in [c for c in CASES if not wanted or c.__name__ in wanted]:
            began = time.time()
            try:
                said, outcome = case(stage.cleared()) or '', 'passed'
            except Skipped as why:
                said, outcome = str(why), 'skipped'
            except (AssertionError, OSError, subprocess.SubprocessError, ValueError, KeyError) as why:
                said, outcome = f'{type(why).__name__}: {why}', 'failed'
            counts[outcome] += 1
            print(f'{outcome}: {case.__name__} ({time.time() - began:.0f} s) {said}', flush=True)
        stage.end()
    print(', '.join(f'{count} {outcome}' for outcome, count in counts.items()))
    return 1 if counts['failed'] or not counts['passed'] else 0


if __name__ == '__main__':
    sys.exit(main())
