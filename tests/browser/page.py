#!/usr/bin/python3
"""The page in real browsers: keys, slider, mouse, wheel and touch show the pixels that `export` draws; nothing is
complained of and nothing is asked for.

usage: page.py LONGVIEW FOLDER
"""
import base64, http.server, pathlib, re, subprocess, sys, tempfile, threading, time

import numpy
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from browsers import Chromium, Firefox

SIDE = 256
ROW = 'flair axial brain'
FRAMES_PER_S = 30
MIDDLE = (slice(SIDE * 5 // 16, SIDE * 5 // 8), slice(SIDE // 4, SIDE * 11 // 16))   # nothing is written there
KEYS = {'Left': '\ue012', 'Up': '\ue013', 'Right': '\ue014', 'Down': '\ue015', 'Home': '\ue011', 'End': '\ue010', 'Escape': '\ue00c', 'Tab': '\ue004', 'Enter': '\ue007'}


def frame(folder, time_s):
    return numpy.asarray(Image.open(folder / f'frame-{int(time_s * FRAMES_PER_S) + 1:05}.png').convert('RGB')).astype(int)


class Truth:
    """The row as `export` draws it, and the page that is compared."""

    def __init__(self, longview, demo, folder):
        self.page = folder / 'page.html'
        began = time.monotonic()
        self.export(longview, demo, self.page)
        print(f'{self.page.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.1f} s')
        looks = {look: folder / look for look in ('switch', 'sweep', 'difference')}
        for look, frames in looks.items():
            if not frames.exists():
                self.export(longview, demo, frames, '--look', look)
        self.count = len(re.findall(r'id="date-0-\d+"', self.page.read_text()))
        # There and back, a second each; the oldest date begins with a title over it, and comes last without.
        back_s = 2 + 2 * (self.count - 1) - 0.5
        self.dates = [frame(looks['switch'], back_s - d) for d in range(self.count)]
        self.swipe = [frame(looks['sweep'], 4.0 + 4 * d) for d in range(self.count - 1)]   # the line in the middle
        self.difference = [frame(looks['difference'], 4.0 + 4 * d) for d in range(self.count - 1)]

    @staticmethod
    def export(longview, demo, output, *more):
        done = subprocess.run([longview, 'export', demo, '--row', ROW, '-o', output, '--size', f'{SIDE}x{SIDE}', *more],
                              capture_output=True, text=True)
        assert done.returncode in (0, 3), done.stderr


class Page:
    def __init__(self, browser, truth):
        self.browser, self.truth = browser, truth
        self.home = 0

    def open(self, size=(1280, 900)):
        self.browser.open(self.truth.page.as_uri(), size)
        self.settled()
        self.home = int(self.shown()[0])

    def shown(self):
        return self.browser.run('return document.getElementById("stage").dataset.shown || ""').split()

    def settled(self):
        """Waits until what is wished for is on the canvas."""
        for _ in range(2000):
            if self.browser.run('return document.getElementById("stage").getAttribute("aria-busy")') == 'false':
                return
            time.sleep(0.05)
        raise AssertionError('the page shows nothing')

    def pixels(self, which='#picture'):
        self.settled()
        url = self.browser.run('return document.querySelector(arguments[0]).toDataURL()', which)
        with tempfile.TemporaryFile() as file:
            file.write(base64.b64decode(url.partition(',')[2]))
            return numpy.asarray(Image.open(file).convert('RGB')).astype(int)

    def text(self, name):
        return self.browser.run('return document.getElementById(arguments[0]).textContent', name)

    def press(self, *names):
        for name in names:
            key = KEYS.get(name, name)
            self.browser.act([{'type': 'key', 'id': 'keys', 'actions': [{'type': 'keyDown', 'value': key},
                                                                        {'type': 'keyUp', 'value': key}]}])
        self.settled()

    def at(self, x, y):
        """The window's point at these shares of the picture."""
        box = self.browser.run('const b = document.getElementById("picture").getBoundingClientRect();'
                               'return [b.left, b.top, b.width, b.height]')
        return {'x': round(box[0] + x * box[2]), 'y': round(box[1] + y * box[3])}

    def drag(self, start, end, kind='mouse'):
        move = {'type': 'pointerMove', 'duration': 60}
        middle = tuple((s + e) / 2 for s, e in zip(start, end))
        self.browser.act([{'type': 'pointer', 'id': kind, 'parameters': {'pointerType': kind}, 'actions': [
            {**move, **self.at(*start)}, {'type': 'pointerDown', 'button': 0}, {**move, **self.at(*middle)},
            {**move, **self.at(*end)}, {'type': 'pointerUp', 'button': 0}]}])
        self.settled()

    def wheel(self, delta):
        self.browser.act([{'type': 'wheel', 'id': 'wheel', 'actions': [
            {'type': 'scroll', **self.at(0.5, 0.5), 'deltaX': 0, 'deltaY': delta, 'duration': 0}]}])
        self.settled()


def same(got, expected, what, most=1):
    off = numpy.abs(got - expected).max()
    assert off <= most, f'{what}: {off} levels off'


def dates_and_slider_show_what_export_draws(page, truth):
    for d, expected in enumerate(truth.dates):
        page.press(str(d + 1))
        same(page.pixels()[MIDDLE], expected[MIDDLE], f'date {d + 1}', most=0)
    page.press('Home')
    same(page.pixels()[MIDDLE], truth.dates[0][MIDDLE], 'Home', most=0)
    page.press('Right')
    same(page.pixels()[MIDDLE], truth.dates[1][MIDDLE], 'Right', most=0)
    page.browser.run('const s = document.getElementById("position"); s.value = 0.25;'
                     's.dispatchEvent(new Event("input"))')
    same(page.pixels()[MIDDLE], (0.75 * truth.dates[0] + 0.25 * truth.dates[1])[MIDDLE], 'a mixture of 1 : 3')
    assert 'mixture of' in page.text('date') and '25 %' in page.text('date'), page.text('date')
    page.browser.run('document.getElementById("position").dispatchEvent(new Event("change"))')
    same(page.pixels()[MIDDLE], truth.dates[0][MIDDLE], 'the slider snaps', most=0)


def swipe_and_difference_show_what_export_draws(page, truth):
    page.press('1', 'w')
    same(page.pixels()[MIDDLE], truth.swipe[0][MIDDLE], 'swipe', most=0)
    page.drag((0.5, 0.5), (0.3, 0.5))
    got, parting = page.pixels(), round(0.3 * SIDE)
    assert (truth.dates[0] != truth.dates[1])[MIDDLE].any()
    for x, date in ((parting + 4, 1), (parting - 4, 0)):
        same(got[MIDDLE[0], x], truth.dates[date][MIDDLE[0], x], f'column {x} of the dragged swipe', most=0)
    for d, expected in enumerate(truth.difference):
        page.press(str(d + 1), 'd')
        same(page.pixels()[MIDDLE], expected[MIDDLE], f'difference {d + 1}', most=2)
    assert 'difference of' in page.text('date'), page.text('date')
    page.press('Escape')


def switch_and_play_move_by_themselves(page, truth):
    page.press('1', 's')
    seen = set()
    for i in range(26):
        got = page.pixels()[MIDDLE]
        seen |= {d for d in range(truth.count) if (got == truth.dates[d][MIDDLE]).all()}
        if seen == {0, 1}:
            break
        time.sleep(0.05 + 0.07 * (i % 9))   # uneven: a slow machine could look at every second cut
    assert seen == {0, 1}, seen
    page.press(' ', 'Escape', '1', ' ')
    time.sleep(1.6)
    assert 0 < float(page.shown()[1]) < 1, page.shown()
    page.press(' ')
    still = page.shown()
    time.sleep(0.3)
    assert page.shown() == still, (still, page.shown())
    page.press('1')


def wheel_keys_and_touch_move_through_slices(page, truth):
    page.press('2', 'Up')
    expected = page.pixels()
    assert (expected != truth.dates[1]).any(), 'the next slice is the same'
    page.press('Down')
    for way in (lambda: page.press('Up'), lambda: page.wheel(-100), lambda: page.drag((0.5, 0.5), (0.5, 0.465), 'touch')):
        way()
        assert page.shown()[0] == str(page.home + 1), (page.home, page.shown())
        same(page.pixels(), expected, 'the next slice', most=0)
        page.press('Down')
        assert page.shown()[0] == str(page.home), page.shown()
        same(page.pixels()[MIDDLE], truth.dates[1][MIDDLE], 'back again', most=0)


def all_dates_are_seen_at_once_and_lead_to_each(page, truth):
    page.press('1', 'g')
    for d, expected in enumerate(truth.dates):
        same(page.pixels(f'.tile:nth-child({d + 1}) canvas')[MIDDLE], expected[MIDDLE], f'tile {d + 1}', most=0)
    page.browser.run('document.querySelectorAll(".tile")[2].click()')
    same(page.pixels()[MIDDLE], truth.dates[2][MIDDLE], 'the tile that was pressed', most=0)


def brightness_and_contrast_change_greys_and_go_back(page, truth):
    set_to = """const e = document.getElementById(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event("input"))"""
    page.press('1')
    page.browser.run(set_to, 'brightness', 20)
    same(page.pixels()[MIDDLE], numpy.clip(truth.dates[0] + 25.5, 0, 255)[MIDDLE], 'brightness')
    page.browser.run(set_to, 'contrast', 50)
    same(page.pixels()[MIDDLE], numpy.clip(127.5 + 2 * (truth.dates[0] - 127.5) + 25.5, 0, 255)[MIDDLE], 'contrast')
    page.browser.run('document.getElementById("as-made").click()')
    page.press('i')
    same(page.pixels()[MIDDLE], (255 - truth.dates[0])[MIDDLE], 'black on white', most=0)
    page.press('i')


def tab_leads_to_everything_and_shows_where(page, truth):
    page.browser.run('document.querySelector("details").open = true; document.getElementById("picture").focus({focusVisible: true})')
    wanted = page.browser.run('return [...document.querySelectorAll("button, input, canvas, summary")]'
                              '.filter(e => e.checkVisibility() && !e.disabled).length')
    reached = set()
    for _ in range(wanted):   # from the first, the picture: behind the last one Firefox goes on in its own window
        here, outline = page.browser.run('const e = document.activeElement; return [e.tagName + e.id + e.textContent.slice(0, 20), getComputedStyle(e).outlineStyle]')
        reached.add(here)
        assert outline != 'none', f'{here} does not show that it has the keys'
        page.press('Tab')
    assert len(reached) == wanted, (wanted, reached)
    page.browser.run('document.querySelector("details").open = false; document.activeElement.blur()')


def it_can_be_used_without_seeing_or_motion(page, truth):
    nameless = page.browser.run('''return [...document.querySelectorAll("button, input, canvas:not([aria-hidden])")].filter(e =>
        !(e.textContent.trim() || e.getAttribute("aria-label") || (e.labels && e.labels.length))).map(e => e.outerHTML)''')
    assert nameless == [], nameless
    dim = page.browser.run('''
        const part = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
        const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number);
                             return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
        const behind = e => { for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor; if (/^rgb\\(/.test(c)) return c; } };
        return [...document.querySelectorAll("p, li, button, b, h1, h2, output, label, span")].filter(e => {
            const a = light(getComputedStyle(e).color) + 0.05, b = light(behind(e)) + 0.05;
            return e.textContent.trim() && Math.max(a, b) / Math.min(a, b) < 4.5; }).map(e => e.outerHTML)''')
    assert dim == [], dim
    assert page.browser.run('return document.getElementById("position").getAttribute("aria-valuetext")') == page.text('date')
    page.browser.wish_for_less_motion()
    page.press('1', 's')
    assert page.text('play') == 'Play', 'switching begins by itself'
    page.press('Escape')


HOSTILE = '</title></script><script>document.title = "taken"</script><img src=x onerror="document.title = 1">\u202egnp.exe&lt;'


def hostile_names(longview, demo, folder):
    """A page of dates whose texts try to be part of it."""
    import pydicom
    page = folder / 'hostile.html'
    if not (folder / 'hostile').exists():
        for file in (f for f in demo.rglob('*') if f.is_file() and f.read_bytes()[128:132] == b'DICM'):
            ds = pydicom.dcmread(file)
            if 'flair' not in ds.get('SeriesDescription', '').lower():
                continue
            ds.SpecificCharacterSet, ds.PatientName = 'ISO_IR 192', HOSTILE[:60]
            ds.SeriesDescription, ds.Manufacturer = 'FLAIR ax ' + HOSTILE, HOSTILE.replace(' ', '')
            (folder / 'hostile').mkdir(exist_ok=True)
            ds.save_as(folder / 'hostile' / f'{ds.SOPInstanceUID}.dcm')
    done = subprocess.run([longview, 'export', folder / 'hostile', '--row', ROW, '-o', page, '--size', '64x64', '--for', 'doctor'],
                          capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    return page


def what_files_say_stays_text(browser, page):
    browser.console()   # what other tests have caused
    browser.open(page.as_uri(), (1280, 900))
    title, text, made = browser.run('return [document.title, document.body.innerText, document.querySelectorAll("img, iframe").length]')
    assert 'taken' != title and made == 0, (title, made)
    assert '<script>' in text, 'the name is not shown'
    assert not re.search('[\u202a-\u202e\u2066-\u2069]', text + title), 'a direction mark is left'
    complaints = browser.console()
    assert complaints == [], complaints


def nothing_is_complained_of_or_asked_for(page, truth):
    complaints = page.browser.console()
    assert complaints == [], complaints
    asked = [url for url in page.browser.requests() if url != truth.page.as_uri() and not url.startswith('chrome')]
    assert asked == [], asked


def nothing_could_be_asked_for(page, truth):
    """Whatever a page tries: a server of ours sees none of it."""
    seen = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)

    with http.server.HTTPServer(('127.0.0.1', 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.browser.run('''const url = `http://127.0.0.1:${arguments[0]}/`;
            fetch(url + 'fetch', {mode: 'no-cors'}).catch(() => 0);
            for (const [tag, key] of [['img', 'src'], ['iframe', 'src'], ['script', 'src'], ['link', 'href']]) {
              const e = document.createElement(tag);
              if (tag === 'link') e.rel = 'stylesheet';
              e[key] = url + tag;
              document.body.append(e);
            }''', server.server_address[1])
        time.sleep(1)
        server.shutdown()
    assert seen == [], seen


TESTS = (dates_and_slider_show_what_export_draws, swipe_and_difference_show_what_export_draws,
         switch_and_play_move_by_themselves, wheel_keys_and_touch_move_through_slices, all_dates_are_seen_at_once_and_lead_to_each,
         brightness_and_contrast_change_greys_and_go_back, tab_leads_to_everything_and_shows_where,
         nothing_is_complained_of_or_asked_for, it_can_be_used_without_seeing_or_motion)


def shots(page, browser, folder):
    for name, size, keys in (('wide', (1280, 900), ()), ('swipe', (1280, 900), ('w',)), ('phone', (500, 900), ('2', 'd')),
                             ('grid', (1280, 900), ('g',)), ('small', (640, 450), ())):   # the last: 200 % of a laptop
        page.open(size)
        page.press(*keys)
        (folder / f'{browser.name}-{name}.png').write_bytes(browser.screenshot())


def main(longview, folder):
    folder = pathlib.Path(folder)
    if not (folder / 'demo').exists():
        subprocess.run([longview, 'demo', folder / 'demo'], check=True, capture_output=True)
    truth, results = Truth(longview, folder / 'demo', folder), []
    hostile = hostile_names(longview, folder / 'demo', folder)

    def check(browser, test, *arguments):
        try:
            test(*arguments)
            print(f'{browser.name}: {test.__name__} passed')
            results.append(True)
        except AssertionError as error:
            print(f'{browser.name}: {test.__name__} FAILED: {str(error)[:300]}')
            results.append(False)

    for kind in (Chromium, Firefox):
        browser = kind()
        page = Page(browser, truth)
        try:
            page.open()
            for test in (*TESTS, nothing_could_be_asked_for):
                check(browser, test, page, truth)
            shots(page, browser, folder)
            check(browser, what_files_say_stays_text, browser, hostile)
        finally:
            browser.close()
    print(f'{results.count(True)} passed, {results.count(False)} failed; screenshots are in {folder}')
    return not all(results)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
