#!/usr/bin/python3
"""assets/cohort with Debian's Snakemake on twelve made patients: killed half-way and resumed, nothing is done twice and nothing
lost; the table says what `longview align` says, broken patients are refused with a reason, nobody's name is told.

usage: cohort.py LONGVIEW [FOLDER]        (keeps the results in FOLDER)
"""
import collections, csv, json, os, pathlib, signal, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
import patients, slurm
from in_turn import run_in_turn

ASSETS = pathlib.Path(__file__).resolve().parents[2] / 'assets/cohort'
CORES = 2
# Counts what is asked for, and whose: the first argument behind the command is the patient's path.
COUNTING = '''#!/bin/sh
echo "$1 $2" >> "{calls}"
if [ -e "{crash}" ] && [ "$1" = export ] && [ "$2" = "{patients}/killed" ]; then kill -9 $$; fi
exec "{longview}" "$@"
'''


class Cohort:
    def __init__(self, longview, place):
        self.longview, self.place = longview, place
        self.patients, self.results, self.calls, self.crash = (place / n for n in ('patients', 'results', 'calls', 'crash'))
        self.counting = place / 'counting'
        self.counting.write_text(COUNTING.format(**vars(self)))
        self.counting.chmod(0o755)

    def command(self, *options, source=None, profile='one_machine'):
        cores = ['--cores', str(CORES)] if profile == 'one_machine' else []
        return ['snakemake', '-s', ASSETS / 'Snakefile', '--profile', ASSETS / profile, *cores, *options, '--config',
                f'patients={source or self.patients}', f'results={self.results}', f'longview={self.counting}', 'film_size=320x180']

    def run(self, *options, environment=None, **more):
        return subprocess.run(self.command(*options, **more), cwd=self.place, capture_output=True, text=True, env=environment)

    def finished(self):
        return {file.parent.name for file in self.results.glob('*/outcome.json')}

    def wait_for(self, count, running):
        """Those that are finished once there are so many."""
        while len(self.finished()) < count:
            assert running.poll() is None, 'it ended before it was killed'
            time.sleep(0.05)
        return self.finished()

    def steps_of(self):
        """{patient: what was asked for, in order}."""
        steps = collections.defaultdict(list)
        for line in self.calls.read_text().splitlines():
            step, _, path = line.partition(' ')
            if path:
                steps[pathlib.Path(path).name].append(step)
        return steps

    def table(self):
        with open(self.results / 'overview.tsv', newline='', encoding='utf-8') as file:
            lines = collections.defaultdict(list)
            for line in csv.DictReader(file, delimiter='\t'):
                lines[line['patient']].append(line)
        return lines

    def states(self):
        return {name: lines[0]['state'] for name, lines in self.table().items()}


def killed_half_way_and_resumed_does_nothing_twice(cohort):
    cohort.crash.touch()
    running = subprocess.Popen(cohort.command(), cwd=cohort.place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    before = cohort.wait_for(2, running)
    cohort.wait_for(4, running)   # Snakemake has surely noted that the first two are finished
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    begun = set(cohort.steps_of())
    assert 4 < len(begun) < len(patients.NAMES), begun
    assert cohort.run('--unlock').returncode == 0
    resumed = cohort.run()
    assert resumed.returncode == 1, resumed.stderr   # the one whose film is killed each time
    assert cohort.finished() == set(patients.NAMES) - {'killed'}, cohort.finished()
    twice = {name for name, steps in cohort.steps_of().items() if steps.count('index') > 1} - {'killed'}
    assert 0 < len(twice) <= CORES and twice <= begun - before, (twice, begun, before)


def a_patient_whose_program_is_killed_is_shown_and_tried_again(cohort):
    states = cohort.states()
    assert set(states) == set(patients.NAMES) and states['killed'] == 'not finished', states
    cohort.crash.unlink()
    before = cohort.steps_of()
    assert cohort.run().returncode == 0
    assert cohort.finished() == set(patients.NAMES), cohort.finished()
    steps, asked = cohort.steps_of(), cohort.calls.read_text()
    assert [name for name in steps if steps[name] != before[name]] == ['killed'], steps
    again = cohort.run()
    assert again.returncode == 0 and cohort.calls.read_text() == asked, again.stderr


def states_say_which_need_a_look(cohort):
    states = cohort.states()
    wanted = {**dict.fromkeys(patients.WHOLE, 'lined up'), patients.MIRRORED: 'to check', patients.ALONE: 'one date',
              patients.CUT: 'refused', patients.EMPTY: 'refused'}
    assert states == wanted, states
    table = cohort.table()
    assert 'flipped left to right' in table[patients.MIRRORED][1]['because'], table[patients.MIRRORED]
    refused = [table[name][0]['refused'] for name in (patients.EMPTY, patients.CUT)]
    assert 'no MRI pictures' in refused[0] and 'cut off in the middle' in refused[1], refused
    for name in patients.WHOLE:
        made = {file.name for file in (cohort.results / name).iterdir()}
        assert made >= {'matrix.json', 'transforms', 'film.mp4', 'page.html', 'outcome.json', 'log.txt'}, (name, made)


def the_table_is_what_align_says(cohort):
    out = cohort.place / 'by_hand'
    subprocess.run([cohort.longview, 'align', cohort.patients / 'anna', '--row', patients.ROW, '-o', out], check=True, capture_output=True)
    said = json.loads((out / 'report.json').read_text())['dates']
    lines = cohort.table()['anna']
    assert [line['year'] for line in lines] == [date['date'][:4] for date in said]
    for line, date in zip(lines, said):
        assert abs(float(line['uncertainty_mm']) - date['uncertainty_mm']) < 1e-9 and line['verdict'] == date['verdict'], (line, date)


def an_overview_tells_no_identity(cohort):
    dates = {series['date'] for series in json.loads((cohort.results / 'anna/matrix.json').read_text())['series']}
    assert len(dates) == 2
    words = {*patients.SECRET, '2.25.', *dates, *(date.replace('-', '') for date in dates)}
    for name in ('overview.html', 'overview.tsv'):
        text = (cohort.results / name).read_text()
        assert all(patient in text for patient in patients.NAMES), name
        assert not [word for word in words if word in text], (name, [word for word in words if word in text])


def a_table_of_paths_is_read_and_mistakes_are_sentences(cohort):
    table = cohort.place / 'cohort.tsv'
    table.write_text(f'patient\tpath\nfrom table\t{cohort.patients}/anna\nfar\tdicom://NOBODY@127.0.0.1:1?PatientID=77\n')
    cohort.results = cohort.place / 'of_table'
    assert cohort.run(source=table).returncode == 0
    assert cohort.states() == {'from table': 'lined up', 'far': 'refused'}, cohort.states()
    assert 'no archive answers' in cohort.table()['far'][0]['refused'] and 'PatientID' not in (cohort.results / 'overview.html').read_text()
    for text, words in (('patient\tpath\na/b\tx\n', 'needs a name of letters'), ('patient\tpath\na\tx\na\ty\n', 'stands twice'),
                        ('name\tfolder\n', 'needs a first line'), ('patient\tpath\n', 'there are no patients')):
        table.write_text(text)
        done = cohort.run(source=table)
        assert done.returncode == 1 and words in done.stderr, (words, done.stderr)
    assert 'may not lie in the folder of the patients' in cohort.run(source=cohort.place).stderr


def slurm_does_the_same(cohort):
    if lacks := slurm.missing():
        return print('SKIPPED:', lacks)
    here, table = cohort.table(), cohort.place / 'slurm.tsv'
    names = ('anna', patients.CUT, 'killed')
    table.write_text('patient\tpath\n' + ''.join(f'{name}\t{cohort.patients}/{name}\n' for name in names))
    cohort.results = cohort.place / 'of_slurm'
    cohort.crash.touch()
    with slurm.node(cohort.place / 'slurm', CORES) as environment:
        broken = cohort.run(source=table, profile='slurm', environment=environment)
        assert broken.returncode == 1 and cohort.states()['killed'] == 'not finished', broken.stderr[-900:]
        cohort.crash.unlink()
        done = cohort.run(source=table, profile='slurm', environment=environment)
        assert done.returncode == 0, done.stderr[-900:]
    without_time = lambda lines: [{name: value for name, value in line.items() if name != 'seconds'} for line in lines]
    for name in names:
        assert without_time(cohort.table()[name]) == without_time(here[name]), name


TESTS = (killed_half_way_and_resumed_does_nothing_twice, a_patient_whose_program_is_killed_is_shown_and_tried_again,
         states_say_which_need_a_look, the_table_is_what_align_says, an_overview_tells_no_identity, slurm_does_the_same,
         a_table_of_paths_is_read_and_mistakes_are_sentences)


def main(longview, folder=None):
    with tempfile.TemporaryDirectory() as temporary:
        place = pathlib.Path(folder or temporary).resolve()
        place.mkdir(exist_ok=True)
        cohort = Cohort(os.path.abspath(longview), place)
        cohort.patients.mkdir()
        subprocess.run([longview, 'demo', place / 'demo', '--quiet'], check=True)
        patients.make(longview, place / 'demo', cohort.patients)
        return run_in_turn(TESTS, cohort)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
