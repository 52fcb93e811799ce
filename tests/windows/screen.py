"""A virtual screen with one program's window on it, and a hand for it."""
import os, subprocess, time
import numpy as np

from golden import pixels
from stage import virtual_display

MOST_S = 240
SETTLED_S = 2.0     # nothing has changed for so long


class Screen:
    """`start`: begins the program in an environment. `keep`: a folder for screenshots."""

    def __init__(self, environment, start, keep, name):
        self.keep, self.name, self.shots = keep, name, 0
        self.server, display = virtual_display()
        self.environment = {**environment, 'DISPLAY': display}
        self.program = start(self.environment)
        self.run('xdotool', 'search', '--sync', '--onlyvisible', '--name', '^longview$')

    def run(self, *command):
        return subprocess.run([str(c) for c in command], env=self.environment, capture_output=True, text=True, timeout=MOST_S)

    def look(self):
        path = self.keep / 'now.png'
        self.run('import', '-window', 'root', path)
        return pixels(path)

    def settled(self):
        """What is shown once nothing changes any more; kept as a file."""
        until, since, before = time.time() + MOST_S, time.time(), self.look()
        while time.time() - since < SETTLED_S:
            assert time.time() < until, 'the screen does not come to rest'
            time.sleep(0.25)
            now = self.look()
            if (now != before).any():
                before, since = now, time.time()
        self.shots += 1
        os.replace(self.keep / 'now.png', self.keep / f'{self.name}-{self.shots}.png')
        return before

    def click(self, x, y):
        self.run('xdotool', 'mousemove', x, y, 'sleep', 0.3, 'click', 1)
        self.run('xdotool', 'mousemove', 1279, 799)
        return self.settled()

    def press(self, *keys):
        self.run('xdotool', 'key', '--delay', 150, *keys)
        return self.settled()

    def type(self, text):
        self.run('xdotool', 'type', '--delay', 80, text)
        return self.settled()

    def end(self):
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        self.server.terminate()
        self.server.wait()
