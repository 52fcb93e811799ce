#!/usr/bin/python3
"""Graphics devices that fail: a layer between longview and the driver fails on demand (tests/support/failing_layer.cpp).

usage: graphics.py CASE LONGVIEW LAYER      LAYER: the folder of that layer; `lost` needs a display
"""
import glob, os, pathlib, shutil, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from program import Place
from small_dicom import series

FUNCTIONS = ('vkQueueSubmit2', 'vkWaitSemaphores', 'vkGetSemaphoreCounterValue', 'vkCmdPipelineBarrier2',
             'vkCmdBeginRendering', 'vkCmdPushDescriptorSetKHR')


class Failing(Place):
    def __init__(self, longview, folder, layer):
        super().__init__(longview, folder)
        self.layer = layer
        for visit in '12':
            series(self.folder / 'in' / visit, study=b'1.2.3.' + visit.encode())

    def fails(self, *arguments, sentence=None, env=None, **how):
        """Whether it ended with that sentence, or went on and said it; nothing half-made may be left where it ended."""
        before = self.left()
        code, _, errors = self.run(*arguments, env={
            'VK_ADD_LAYER_PATH': self.layer, 'VK_INSTANCE_LAYERS': 'VK_LAYER_LONGVIEW_failing', **(env or {}),
            'XDG_STATE_HOME': str(self.folder), **{f'LV_FAIL_{name}': str(value) for name, value in how.items()}})
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
    again = p.script('size 800 600', 'frames 3', 'click "Go on where longview ended unexpectedly"', 'wait scanned',
                     'expect studies = 1')
    assert not p.fails('--script', again)


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


CASES = {case.__name__: case for case in (lost_at_each_submission_of_a_film_in_turn, lost_in_the_window, without_a_function,
                                          without_memory_at_each_allocation_in_turn, the_next_device_is_taken)}

if sys.argv[1] == 'list':
    print(';'.join(CASES), end='')
else:
    with tempfile.TemporaryDirectory() as folder:
        CASES[sys.argv[1]](Failing(sys.argv[2], folder, sys.argv[3]))
