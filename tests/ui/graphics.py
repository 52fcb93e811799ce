#!/usr/bin/python3
"""Graphics devices that fail: a layer between longview and the driver fails on demand (tests/support/failing_layer.cpp).

usage: graphics.py CASE LONGVIEW LAYER      LAYER: the folder of that layer; `lost` needs a display
"""
import ctypes, glob, os, pathlib, shutil, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from program import PATIENCE_S, Place, display
from small_dicom import series

FUNCTIONS = ('vkQueueSubmit2', 'vkWaitSemaphores', 'vkGetSemaphoreCounterValue', 'vkCmdPipelineBarrier2',
             'vkCmdBeginRendering', 'vkCmdPushDescriptorSetKHR')


class Failing(Place):
    def __init__(self, longview, folder, layer):
        super().__init__(longview, folder)
        self.layer = layer
        for visit in '12':
            series(self.folder / 'in' / visit, study=b'1.2.3.' + visit.encode())

    def layered(self, how):
        """The environment in which that fails."""
        return {'VK_ADD_LAYER_PATH': self.layer, 'VK_INSTANCE_LAYERS': 'VK_LAYER_LONGVIEW_failing',
                'XDG_STATE_HOME': str(self.folder), **{f'LV_FAIL_{name}': str(value) for name, value in how.items()}}

    def fails(self, *arguments, sentence=None, env=None, **how):
        """Whether it ended with that sentence, or went on and said it; nothing half-made may be left where it ended."""
        before = self.left()
        code, _, errors = self.run(*arguments, env={**(env or {}), **self.layered(how)})
        if code == 0:
            return False
        assert code in (1, 3) and 'mistake' not in errors, (arguments, how, code, errors)
        assert sentence is None or sentence in errors.splitlines()[-1], (sentence, errors)
        made = {name for name in self.left() if name not in before} - {'longview'}
        assert made == ({'film.mp4'} if code == 3 else set()), (code, made)
        for name in made:
            (self.folder / name).unlink()
        return True

    def script(self, *lines):
        path = self.folder / 'it.script'
        path.write_text('\n'.join([*lines, 'quit', '']))
        return path

    def goes_on(self):
        again = self.script('size 800 600', 'frames 3', 'click "Go on where longview ended unexpectedly"', 'wait scanned',
                            'expect studies = 1')
        assert not self.fails('--script', again)

    def film(self):
        return 'export', self.folder / 'in', '--row', '1', '--size', '160x120', '-o', self.folder / 'film.mp4'


def fails_in_turn(p, sentence, fault):
    """The n-th of these fails, for every n, while a film is made; the first number at which none does is past the last."""
    count = 0
    while p.fails(*p.film(), sentence=sentence, **{fault: count + 1}):
        count += 1
    print(f'{count} faults')
    return count


def lost_at_each_submission_of_a_film_in_turn(p):
    assert fails_in_turn(p, 'graphics device stopped working', 'SUBMIT') > 2


def lost_in_the_window(p):
    """What was open is offered the next time."""
    seen = p.script('size 320 240', f'open "{p.folder}/in"', 'wait scanned', f'shot "{p.folder}/it.script.png"', 'frames 100000')
    picture = p.folder / 'it.script.png'
    picture.touch()                      # there before, so that it is not taken for something half-made
    os.utime(picture, (0, 0))
    assert p.fails('--script', seen, SUBMIT=40, sentence='graphics device')
    p.goes_on()


def without_memory_at_each_allocation_in_turn(p):
    assert fails_in_turn(p, 'no memory left', 'MEMORY') > 4
    window = p.script(f'open "{p.folder}/in"', 'wait scanned', 'row 1', 'frames 2')
    assert sum(p.fails('--headless', '--script', window, sentence='no memory left', MEMORY=n) for n in range(1, 20)) > 2


def without_a_function(p):
    for function in FUNCTIONS:
        assert p.fails(*p.film(), FUNCTION=function, sentence='its driver lacks ' + function), function


def the_next_device_is_taken(p):
    drivers = glob.glob('/usr/share/vulkan/icd.d/lvp_icd*.json')
    if not drivers:
        print('SKIPPED: lavapipe is not where it is looked for')
        return
    both = f'{drivers[0]}:{shutil.copy(drivers[0], p.folder)}'
    found = {'VK_DRIVER_FILES': both, 'VK_ICD_FILENAMES': both}
    script = p.script('frames 2', 'expect message ~ "cannot be opened"', 'expect message ~ "draws instead"')
    assert not p.fails('--headless', '--script', script, env=found, DEVICES=1)
    assert p.fails('--headless', '--script', script, env=found, DEVICES=2, sentence='cannot be opened')


def a_lost_surface_is_made_again(p):
    script = p.script('size 320 240', 'frames 8')
    for fault in ('ACQUIRE', 'PRESENT', 'CAPABILITIES'):
        assert not p.fails('--script', script, **{fault: 2 if fault != 'CAPABILITIES' else 1}), fault
    assert p.fails('--script', script, sentence='no longer takes pictures', ACQUIRE=3, LASTING=1)


class Window:
    """The program with its window on a screen of its own; something is open in it."""

    def __init__(self, place, screen, **how):
        self.place = place
        self.environment = {'DISPLAY': screen, **place.layered(how)}
        self.running = place.start(place.folder / 'in', env=self.environment)
        self.id = int(self.xdotool('search', '--sync', '--onlyvisible', '--name', '^longview$').split()[0])
        self.until(lambda: next((place.folder / 'longview').glob('open-*'), None), 'nothing was kept')

    def xdotool(self, *words):
        return subprocess.run(['xdotool', *map(str, words)], env={**os.environ, **self.environment}, capture_output=True,
                              text=True, timeout=PATIENCE_S).stdout

    def until(self, happened, otherwise):
        begun = time.monotonic()
        while not happened():
            assert self.running.poll() is None, self.running.stderr.read().decode()
            assert time.monotonic() - begun < PATIENCE_S, otherwise
            time.sleep(0.1)

    def destroy(self):
        x11 = ctypes.CDLL('libX11.so.6')
        x11.XOpenDisplay.restype = ctypes.c_void_p
        screen = ctypes.c_void_p(x11.XOpenDisplay(self.environment['DISPLAY'].encode()))
        x11.XDestroyWindow(screen, ctypes.c_ulong(self.id))
        x11.XCloseDisplay(screen)


def its_window_is_taken_away(p):
    """By another client, or with the screen: what was open is offered the next time."""
    for taken in (lambda w, server: w.destroy(), lambda w, server: w.xdotool('windowkill', w.id), lambda w, server: server.kill()):
        with display() as (server, screen):
            window = Window(p, screen)
            taken(window, server)
            errors = window.running.communicate(timeout=PATIENCE_S)[1].decode()
            assert window.running.returncode == 1 and errors.endswith('go on where you were\n') and len(errors.splitlines()) == 1, errors
        p.goes_on()


def without_memory_for_the_window_s_own_pictures(p):
    """From the start, and when the window is made larger over something that is open."""
    assert p.fails('--script', p.script('frames 3'), sentence='no memory left', SWAPCHAIN=1)
    with display() as (_, screen):
        window = Window(p, screen, SWAPCHAIN=2)
        window.xdotool('windowsize', window.id, 640, 480)
        errors = window.running.communicate(timeout=PATIENCE_S)[1].decode()
        assert window.running.returncode == 1 and 'no memory left' in errors.splitlines()[-1], errors
    p.goes_on()


def a_window_as_large_as_a_screen_can_be(p):
    """32,767 pixels, more than the device can draw: what it can is drawn, and the program goes on."""
    for width, height in ((32767, 300), (300, 32767)):
        with display() as (_, screen):
            window = Window(p, screen)
            window.xdotool('windowsize', '--sync', window.id, width, height)
            time.sleep(2)
            window.xdotool('windowsize', '--sync', window.id, 640, 480)
            time.sleep(1)
            _, code, errors = p.stop(window.running)
            assert code == 0 and not errors, (code, errors)


CASES = {case.__name__: case for case in (a_lost_surface_is_made_again, its_window_is_taken_away, a_window_as_large_as_a_screen_can_be,
                                          lost_at_each_submission_of_a_film_in_turn, lost_in_the_window, without_a_function,
                                          without_memory_at_each_allocation_in_turn, without_memory_for_the_window_s_own_pictures,
                                          the_next_device_is_taken)}

if sys.argv[1] == 'list':
    print(';'.join(CASES), end='')
else:
    with tempfile.TemporaryDirectory() as folder:
        CASES[sys.argv[1]](Failing(sys.argv[2], folder, sys.argv[3]))
