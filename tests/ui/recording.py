#!/usr/bin/python3
"""A hand records what the window shows, in real time, and copies its picture (needs a display).

usage: recording.py LONGVIEW DEMO

The film is opened by ffprobe; its last frame, the copied picture and the screen's are the same picture. The screen
alone shows widgets.
"""
import os, pathlib, re, shutil, subprocess, sys, tempfile
import numpy

MOST_OFF = 6 / 255     # on average: what H.264 at this quality leaves of greys and letters

SCRIPT = '''size 900 600
open "{demo}"
wait scanned
row "flair axial brain"
wait idle
date 5
frames 2
record "{folder}/live.mp4"
frames 10
drag "picture@0.5,0.5" "picture@0.6,0.4"
key o
over "picture@0.3,0.5"
frames 10
over "picture@0.6,0.5"
frames 4
shot "{folder}/screen.png"
key c ctrl
frames 4
key r ctrl
frames 3
expect film ~ "recorded: live.mp4"
expect message ~ "live.mp4"
shot "{folder}/after.png"
'''


def pixels(source):
    done = subprocess.run(['convert', source, '-depth', '8', 'ppm:-'], capture_output=True, check=True).stdout
    _, width, height, _ = done[:32].split(None, 4)[:4]
    return numpy.frombuffer(done[-3 * int(width) * int(height):], numpy.uint8).reshape(int(height), int(width), 3) / 255


def place_in(screen, picture):
    """Where the left lower quarter of a picture, on which no widget lies, stands in the screen."""
    part = picture[-60:, :80]
    for y in range(screen.shape[0] - 60 + 1):
        for x in range(0, 30):
            if numpy.abs(screen[y:y + 60, x:x + 80] - part).mean() < 1e-6:
                return x, y
    sys.exit('the copied picture is not on the screen')


def main(longview, demo):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / 'it.script').write_text(SCRIPT.format(demo=os.path.abspath(demo), folder=folder))
        if subprocess.run([longview, '--script', folder / 'it.script'], env={**os.environ, 'HOME': name}).returncode:
            sys.exit('the script failed')
        if os.environ.get('KEEP'):
            subprocess.run(['cp', '-r', f'{folder}/.', os.environ['KEEP']])
        probe = subprocess.run(['ffprobe', '-v', 'error', '-select_streams', 'v', '-show_entries',
                                'stream=codec_name,width,height:packet=pts_time:format_tags', '-of', 'default=nk=0',
                                folder / 'live.mp4'], capture_output=True, text=True).stdout
        times = [float(t) for t in re.findall(r'pts_time=([\d.]+)', probe)]
        frames = [t * 30 for t in times]
        print(f'{len(times)} frames in {times[-1]:.2f} s')
        assert 'codec_name=h264' in probe, probe
        assert all(abs(f - round(f)) < 0.01 for f in frames), 'a frame is not at a thirtieth of a second'
        assert len(set(times)) == len(times) >= 10 and times[-1] > 0.5
        film = subprocess.run(['ffmpeg', '-v', 'error', '-i', folder / 'live.mp4', '-f', 'image2pipe', '-c:v', 'png', '-'],
                              capture_output=True).stdout
        (folder / 'last.png').write_bytes(film[film.rindex(b'\x89PNG'):])
        copied = subprocess.run(['xclip', '-selection', 'clipboard', '-t', 'image/png', '-o'], capture_output=True).stdout
        (folder / 'copied.png').write_bytes(copied)
        last, copied, screen = (pixels(folder / f'{name}.png') for name in ('last', 'copied', 'screen'))
        if os.environ.get('KEEP'):
            subprocess.run(['cp', '-r', f'{folder}/.', os.environ['KEEP']])
        height, width, _ = last.shape
        off = numpy.abs(last - copied[:height, :width]).mean()
        x, y = place_in(screen, copied)
        print(f'copied {copied.shape[1]} x {copied.shape[0]} from {x}, {y - copied.shape[0] + 60}; the film is {255 * off:.2f} of 255 off')
        assert off < MOST_OFF


if not shutil.which('xclip') or not shutil.which('ffprobe'):
    print('SKIPPED: xclip or ffprobe is missing')
    sys.exit()
main(*sys.argv[1:])
