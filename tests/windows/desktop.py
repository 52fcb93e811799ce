"""The program as a person at Windows meets it, under Wine: its window with pointer and keys, a folder dropped onto it, a
session opened from the desktop, Ctrl-C in a console; and what it leaves on the computer."""
import json, re, shutil, subprocess, time, urllib.parse

import numpy as np

from golden import pixels

PATIENCE_S = 240
TITLE = 'longview'
# Of a window of 1280 x 800, as tests/ui's scripts find them by name.
FLAIR_ROW, PICTURE, ASIDE = (80, 454), (500, 400), (1270, 780)
PICTURE_ROWS = slice(80, 620)


def within(patience_s, reached, what):
    until = time.time() + patience_s
    while not (got := reached()):
        assert time.time() < until, f'waited {patience_s} s in vain: {what}'
        time.sleep(0.2)
    return got


class Window:
    """longview's, in the corner of the display; what it keeps of itself tells what it has understood."""

    def __init__(self, stage, *arguments, command=None):
        self.stage = stage
        self.process = subprocess.Popen(command or ['wine', stage.exe, *map(str, arguments)], env=stage.environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.number = within(PATIENCE_S, self.find, 'no window')
        self.do('windowmove', self.number, '0', '0')
        self.do('windowfocus', self.number)

    def find(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{TITLE}$'], env=self.stage.environment, capture_output=True, text=True)
        return next(iter(found.stdout.split()), None)

    def do(self, *words):
        subprocess.run(['xdotool', *map(str, words)], env=self.stage.environment, check=True)

    def press(self, *keys):
        for key in keys:
            self.do('key', key)
            time.sleep(0.5)

    def click(self, place, *buttons):
        """Where frames are slow, the pointer has to arrive before the button does."""
        self.do('mousemove', *place)
        for button in buttons or '1':
            time.sleep(2)
            self.do('click', button)
        time.sleep(2)

    def drop(self, *paths):
        self.do('mousemove', *PICTURE)
        subprocess.run([self.stage.programs / 'drop', TITLE, *(urllib.parse.quote(str(p)) for p in paths)], env=self.stage.environment, check=True, timeout=60)

    def kept(self):
        """The session as the program keeps it every five seconds."""
        files = sorted(self.stage.profile('AppData/Local/longview').glob('open-*.longview'))
        return json.loads(files[-1].read_text()) if files else {}

    def shot(self, name):
        """Once it is drawn and no longer changes."""
        file, before = self.stage.pictures / f'{name}.png', None
        until = time.time() + PATIENCE_S
        while time.time() < until:
            subprocess.run(['import', '-window', self.number, file], env=self.stage.environment, check=True)
            now = pixels(file)
            if before is not None and now.std() > 5 and np.array_equal(now, before):
                return now
            before = now
            time.sleep(3)
        raise AssertionError(f'{name} never stands still')

    def close(self):
        def gone():
            self.do('key', 'ctrl+q')   # a dialog that is still being drawn would take it
            time.sleep(3)
            return not self.find()
        within(PATIENCE_S, gone, 'the window stays')
        self.process.wait(PATIENCE_S)


def settled(session):
    rows = session.get('rows') or [{'dates': []}]
    return session.get('row_open') and rows[-1]['dates'] and all(date['aligned'] for date in rows[-1]['dates'])


def a_window_is_used_with_pointer_and_keys(stage):
    folder, saved = stage.folder / 'Müllers CDs', stage.profile('my-scans.longview')
    shutil.copytree(stage.demo(), folder)
    window = Window(stage)
    window.shot('1_start')
    window.drop(folder)
    within(PATIENCE_S, lambda: any('Müllers CDs' in path for path in window.kept().get('paths', [])), 'the folder was not taken')
    window.shot('2_scans')
    window.click(FLAIR_ROW)
    within(PATIENCE_S, lambda: settled(window.kept()), 'no row was lined up')
    window.shot('3_row')
    point = window.kept()['rows'][-1]['view']['point']
    window.press('Home', 'Right')
    window.click(PICTURE, '4', '4')
    window.do('mousemove', *ASIDE)
    before = window.shot('4_another_date_and_slice')
    window.press('ctrl+s')
    window.shot('5_save')
    window.press('Return')
    within(PATIENCE_S, saved.exists, 'nothing was saved')
    window.close()
    view = json.loads(saved.read_text())['rows'][-1]['view']
    assert float(view['position']) == 1 and view['point'] != point, view   # what the keys and the wheel did
    again = Window(stage, saved)
    again.do('mousemove', *ASIDE)
    off = within(PATIENCE_S, lambda: near(again.shot('6_back'), before), 'the picture does not come back')
    again.close()
    saved.unlink()
    return f'the picture comes back {off[0]:.4f} levels of 255 off'


def near(picture, other):
    """How far pictures are apart, where that is near."""
    off = np.abs(picture.astype(int) - other)[PICTURE_ROWS].mean()
    return (off,) if off < 0.1 else ()


def a_session_opens_from_the_desktop_only_where_that_was_chosen(stage):
    """What Explorer enters when somebody chooses a program for such files ("Open with"); longview itself enters nothing."""
    file = stage.folder / 'Größe 1.longview'
    file.write_text(json.dumps({'longview_session': 1, 'paths': [f'Z:{stage.demo()}'], 'rows': [],
                                'corrections': {'one_person': False, 'placements': [], 'dates': []}}))
    assert not named_in_registry(stage), 'longview has entered itself'
    command = f'"{stage.windows_path(stage.exe)}" "%1"'
    # Wine 8 asks the computer's table alone, not the user's.
    entries = ('.longview', 'longview_chosen'), (r'longview_chosen\shell\open\command', command)
    for key, value in entries:
        assert stage.under_wine('reg', 'add', rf'HKLM\Software\Classes\{key}', '/ve', '/d', value, '/f').returncode == 0
    window = Window(stage, command=['wine', 'start', '/unix', str(file)])
    within(PATIENCE_S, lambda: any('demo' in path for path in window.kept().get('paths', [])), 'the session was not opened')
    window.close()
    for key in '.longview', 'longview_chosen':
        assert stage.under_wine('reg', 'delete', rf'HKLM\Software\Classes\{key}', '/f').returncode == 0


def named_in_registry(stage):
    subprocess.run(['wineserver', '-w'], env=stage.environment)   # which then writes it
    return [line for name in ('user.reg', 'system.reg') for line in (stage.place / 'wine' / name).read_text(errors='replace').splitlines()
            if 'longview' in line.lower().replace(str(stage.place).lower(), '')]


def ended_in_a_console(stage, how):
    return stage.under_wine(stage.built / 'bin/console.exe', how, stage.folder, stage.exe, 'align', stage.demo(), '--row', 'flair axial brain',
                            '-o', stage.folder / 'out', '--resampled')


def ctrl_c_leaves_nothing_half_written(stage):
    done = ended_in_a_console(stage, 'ctrl-c')
    assert done.returncode == 1 and 'stopped' in done.stderr, done
    assert not list(stage.folder.iterdir()), list(stage.folder.iterdir())


def a_program_whose_console_closes_leaves_nothing_half_written(stage):
    """Windows tells the program so, and ends it when its handler returns, or 5 s later."""
    done = ended_in_a_console(stage, 'closing')
    assert done.returncode == 1 and 'stopped' in done.stderr, done   # 99: it was ended
    assert not list(stage.folder.iterdir()), list(stage.folder.iterdir())


def what_a_closed_console_leaves_goes_with_the_next_run(stage):
    """Where it is not told, or not in time: Wine 8 ends it at once."""
    ended_in_a_console(stage, 'close')
    left = [p.name for p in stage.folder.iterdir()]
    assert 'out' not in left, left
    scan = stage.scans()[0]
    done = stage.windows('register', scan, scan, '-o', stage.folder / 'T.tfm')
    assert done.returncode == 0 and [p.name for p in stage.folder.iterdir()] == ['T.tfm'], (done, list(stage.folder.iterdir()))
    return f'left and removed: {len(left)}'


def paths_of_more_than_260_characters_are_read_and_written(stage):
    deep = stage.folder.joinpath(*[f'{n}_' + 'ein langer Name ' * 3 + 'ü' for n in range(8)])
    shutil.copytree(stage.scans()[0], deep / 'in')
    assert len(str(deep)) > 400
    found = json.loads(stage.windows('index', '--json', deep).stdout)
    assert len(found['rows']) == 1, found['counts']
    done = stage.windows('register', deep / 'in', deep / 'in', '-o', deep / 'T.tfm')
    assert done.returncode == 0 and (deep / 'T.tfm').exists(), done.stderr
    assert sorted(p.name for p in deep.iterdir()) == ['T.tfm', 'in']
    return f'{len(str(deep / "T.tfm"))} characters'


def nothing_is_left_but_in_the_profile(stage):
    """After all of the above."""
    ours = [name for name in stage.files_of_wine() - stage.wine_before if not re.search(r'AppData/(Local|Roaming)/longview/', name)]
    assert not ours, ours
    assert stage.files_of_wine() != stage.wine_before, 'the window keeps nothing at all'
    assert not named_in_registry(stage), named_in_registry(stage)
    return ', '.join(sorted(stage.files_of_wine() - stage.wine_before))


CASES = (a_window_is_used_with_pointer_and_keys, a_session_opens_from_the_desktop_only_where_that_was_chosen,
         ctrl_c_leaves_nothing_half_written, a_program_whose_console_closes_leaves_nothing_half_written,
         what_a_closed_console_leaves_goes_with_the_next_run,
         paths_of_more_than_260_characters_are_read_and_written, nothing_is_left_but_in_the_profile)
