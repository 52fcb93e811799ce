#!/usr/bin/python3
"""One patient through longview: matrix, transforms with their report, film, page. What came of it is written last, so a patient
without OUTCOME has not been finished. Scans that longview refuses are an outcome; a program that is killed is none.

usage: patient.py LONGVIEW PATH OUTCOME [--row ROW] [--film-size WxH]
"""
import argparse, json, os, pathlib, re, shutil, subprocess, sys, time

DONE, DOUBTFUL = 0, 3  # longview's exit codes
MADE = ('matrix.json', 'transforms', 'film.mp4', 'page.html')


def without_addresses(sentence):
    """An archive's address holds the number of a patient."""
    return re.sub(r'dicom(\+tls)?://\S+', 'the archive', sentence)


class Patient:
    def __init__(self, longview, path, folder):
        self.longview, self.path, self.folder = longview, path, folder
        self.seconds, self.refused = {}, {}

    def run(self, step, command, *options):
        """What it prints. A refusal is remembered; empty then, unless it has printed something before."""
        began = time.monotonic()
        # A job has one core: so has the drawing where there is no graphics card.
        done = subprocess.run([self.longview, command, self.path, '--threads', '1', '--quiet', *options], capture_output=True,
                              text=True, errors='replace', env={**os.environ, 'LP_NUM_THREADS': '1'})
        self.seconds[step] = round(time.monotonic() - began, 2)
        print(f'{step}: {self.seconds[step]} s\n{done.stderr}', end='', flush=True)
        if done.returncode < 0 or done.stderr.strip() == 'stopped':
            sys.exit(f'{step} was stopped from outside ({done.returncode}); the next run tries again')
        if done.returncode not in (DONE, DOUBTFUL):
            self.refused[step] = without_addresses(done.stderr.strip()) or f'ended with {done.returncode} and without a word'
        return done.stdout

    def clear(self):
        """Of what an earlier run has made; it was perhaps killed before its end."""
        for path in (self.folder / made for made in MADE):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def matrix(self):
        text = self.run('matrix', 'index', '--json')
        if not text:
            return {}
        (self.folder / 'matrix.json').write_text(text)
        return json.loads(text)

    def dates(self, row):
        folder = self.folder / 'transforms'
        self.run('transforms', 'align', '--row', row, '--for', 'others', '-o', str(folder))
        if 'transforms' in self.refused:
            return []
        wanted = ('date', 'verdict', 'uncertainty_mm', 'remaining_mm', 'overlap', 'left_right', 'because')
        return [{name: date[name] for name in wanted} for date in json.loads((folder / 'report.json').read_text())['dates']]

    @staticmethod
    def unreadable(matrix):
        return [f'{left["files"]} files: {left["reason"]}' for left in matrix.get('left_out', []) if left['unreadable']]

    def outcome(self, wanted_row, film_size):
        self.clear()
        matrix = self.matrix()
        row = wanted_row or str(matrix.get('start_row') or 1)
        dates = self.dates(row) if matrix.get('rows') else []
        for step, options in (('film.mp4', ('--size', film_size)), ('page.html', ())) if dates else ():
            self.run(step, 'export', '--row', row, '-o', str(self.folder / step), *options)
        return {'row': self.name_of_row(matrix, row), 'dates': dates, 'question': matrix.get('question'),
                'unreadable': self.unreadable(matrix), 'refused': self.refused, 'seconds': self.seconds,
                'longview': subprocess.check_output([self.longview, '--version'], text=True).strip()}

    @staticmethod
    def name_of_row(matrix, row):
        names = {str(r['row']): r['name'] for r in matrix.get('rows', [])}
        return names.get(row, row)


def main():
    parser = argparse.ArgumentParser()
    for name in ('longview', 'path', 'outcome'):
        parser.add_argument(name)
    parser.add_argument('--row', default='')
    parser.add_argument('--film-size', default='640x360')
    wanted = parser.parse_args()
    file = pathlib.Path(wanted.outcome)
    found = Patient(wanted.longview, wanted.path, file.parent).outcome(wanted.row, wanted.film_size)
    unfinished = file.with_suffix('.unfinished')
    unfinished.write_text(json.dumps(found, indent=1))
    unfinished.replace(file)


if __name__ == '__main__':
    main()
