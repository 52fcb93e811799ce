#!/usr/bin/python3
"""Archives with a fault: each is a sentence, in little time and memory, and nothing is kept.

usage: faults.py LONGVIEW ARCHIVE_SERVER
"""
import os, pathlib, signal, socket, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from in_turn import run_in_turn


class Case:
    def __init__(self, longview, server, place):
        self.longview, self.server, self.place = longview, server, pathlib.Path(place)

    def archive(self, fault):
        """A server with this fault, and its address."""
        server = subprocess.Popen([self.server, fault], stdout=subprocess.PIPE, text=True)
        return server, f'dicom://ARCHIVE@127.0.0.1:{server.stdout.readline().strip()}?PatientID=SECRET47&timeout=2'

    def begin(self, address):
        return subprocess.Popen([self.longview, 'index', address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env={**os.environ, 'XDG_CACHE_HOME': str(self.place)})

    def refused(self, words, process):
        """What it says, in one sentence and without what was asked for; its time in s and its memory in MB."""
        began = time.monotonic()
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (1, 2) and words in said and said.count('\n') == 1, (process.returncode, said)
        assert 'SECRET47' not in said + process.stdout.read(), said
        assert not [*self.place.glob('longview/archive/*')], 'something was kept'
        return time.monotonic() - began, used.ru_maxrss / 1024


def of_100000_studies_no_more_are_heard_than_it_takes_to_say_so(case):
    server, address = case.archive('many')
    seconds, megabytes = case.refused('10000 or more studies fit, at most 200 are read at a time; ask for one person', case.begin(address))
    heard = int(server.communicate(timeout=60)[0])
    print(f'  {heard} of 100000 sent, {seconds:.1f} s, {megabytes:.0f} MB', flush=True)
    assert heard < 50_000 and seconds < 20 and megabytes < 200


def an_archive_that_is_busy_is_said_to_refuse(case):
    server, address = case.archive('refuses')
    case.refused('refuses the connection', case.begin(address))
    server.wait(60)


def an_archive_that_says_nothing_is_not_waited_for_longer_than_was_said(case):
    server, address = case.archive('says_nothing')
    seconds, _ = case.refused('broke off', case.begin(address))
    server.kill()
    server.wait(60)
    assert 1 < seconds < 20, seconds


def a_computer_that_takes_calls_and_is_no_archive_is_not_waited_for(case):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        for scheme in 'dicom', 'dicom+tls':
            seconds, _ = case.refused('no archive answers', case.begin(f'{scheme}://A@127.0.0.1:{silent.getsockname()[1]}?timeout=2'))
            assert seconds < 20, seconds


def who_waits_for_an_archive_is_stopped_at_once(case):
    server, address = case.archive('says_nothing')
    process = case.begin(address.replace('timeout=2', 'timeout=100'))
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    seconds, _ = case.refused('stopped', process)
    server.kill()
    server.wait(60)
    assert seconds < 5, seconds


def a_window_goes_on_while_an_archive_says_nothing_and_is_stopped(case):
    server, address = case.archive('says_nothing')
    script = case.place / 'it.script'
    script.write_text(f'frames 2\nopen {address.replace("timeout=2", "timeout=100")}\nframes 60\nexpect screen = scans\nclick "Stop"\n'
                      'wait idle 5\nexpect message ~ "stopped"\nexpect screen = start\nquit\n')
    done = subprocess.run([case.longview, '--headless', '--script', script], capture_output=True, text=True,
                          env={**os.environ, 'XDG_STATE_HOME': str(case.place)})
    server.kill()
    server.wait(60)
    assert done.returncode == 0, done.stderr


TESTS = (of_100000_studies_no_more_are_heard_than_it_takes_to_say_so, an_archive_that_is_busy_is_said_to_refuse,
         an_archive_that_says_nothing_is_not_waited_for_longer_than_was_said,
         a_computer_that_takes_calls_and_is_no_archive_is_not_waited_for, who_waits_for_an_archive_is_stopped_at_once,
         a_window_goes_on_while_an_archive_says_nothing_and_is_stopped)

if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as place:
        sys.exit(run_in_turn(TESTS, Case(*map(os.path.abspath, sys.argv[1:]), place)))
