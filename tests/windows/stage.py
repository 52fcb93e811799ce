"""The unpacked program for Windows, a Wine of its own, and a folder for each case."""
import json, os, pathlib, shutil, subprocess, zipfile

MOST_S = 900


def virtual_display():
    """The server, and its name."""
    read, write = os.pipe()
    server = subprocess.Popen(['Xvfb', '-displayfd', str(write), '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    return server, ':' + os.fdopen(read).readline().strip()


class Stage:
    def __init__(self, built, linux, place):
        """`place`: an empty folder, with a blank and an umlaut in its name; so has the program's."""
        self.built, self.programs, self.place = built, linux, place
        with zipfile.ZipFile(built / 'longview-windows-x64.zip') as archive:
            archive.extractall(place / 'Eigene Prüfungen')
        self.exe = place / 'Eigene Prüfungen/longview/longview.exe'
        self.folder, self.code, self.pictures = place / 'case', {}, built / 'pictures'
        self.pictures.mkdir(exist_ok=True)
        self.environment = {**os.environ, 'WINEPREFIX': str(place / 'wine'), 'WINEDEBUG': '-all', 'LC_ALL': 'C.UTF-8', 'HOME': str(place)}
        # Wine finds graphics through a display alone.
        self.display, self.environment['DISPLAY'] = virtual_display()
        # What tests of the program for Linux take for that.
        self.program = place / 'longview'
        self.program.write_text(f'#!/bin/sh\nexec wine "{self.exe}" "$@"\n')
        self.program.chmod(0o755)
        subprocess.run(['wineboot', '-i'], env=self.environment, capture_output=True, timeout=MOST_S)
        self.wine_before = self.files_of_wine()

    def files_of_wine(self):
        return {str(p.relative_to(self.place)) for p in (self.place / 'wine').rglob('*') if p.is_file()}

    def windows_path(self, path):
        return subprocess.run(['winepath', '-w', path], env=self.environment, capture_output=True, text=True, check=True).stdout.strip()

    def profile(self, part):
        return next((self.place / 'wine/drive_c/users').glob('[!P]*')) / part

    def cleared(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        return self

    def windows(self, *arguments, **more):
        return self.under_wine(self.exe, *arguments, **more)

    def under_wine(self, program, *arguments, **more):
        done = subprocess.run(['wine', program, *map(str, arguments)], env=self.environment, capture_output=True, timeout=MOST_S, **more)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def linux(self, *arguments):
        return subprocess.run([self.programs / 'longview', *map(str, arguments)], capture_output=True, text=True, timeout=MOST_S)

    def demo(self):
        """The demo patient, written by the program for Linux."""
        folder = self.place / 'demo'
        if not folder.exists():
            self.linux('demo', folder)
        return folder

    def scans(self):
        """Of the demo patient's FLAIR scans, each one's folder."""
        truth = json.loads((self.demo() / 'truth.json').read_text())
        return [next(self.demo().glob(f"{study['study']}_*/{series['number']:03d}")) for study in truth['studies']
                for series in study['series'] if series['match_group'] == 'FLAIR ax brain']

    def end(self):
        subprocess.run(['wineserver', '-k'], env=self.environment)
        subprocess.run(['wineserver', '-w'], env=self.environment)
        self.display.terminate()
        self.display.wait()
