"""Archives' addresses in the window: typed like a path, drawn while they are fetched, stopped, kept in a session."""
import shutil

from case import CDSET, Proxy


def played(case, *lines):
    script = case.place / 'it.script'
    script.write_text('\n'.join(('frames 2', *lines, 'quit', '')))
    done = case.run('--headless', '--script', script)
    assert done.returncode == 0, done.stderr


def an_address_is_typed_like_a_path_and_kept_in_the_session(case):
    rows, session = case.rows(CDSET), case.place / 'kept.longview'
    played(case, 'key o ctrl', 'frames 2', f'type {case.address(query="?timeout=60")}', 'key enter', 'wait scanned', f'expect rows = {len(rows)}',
           'expect message = ""', f'save-session {session}')
    assert case.rows(session) == rows


def the_matrix_grows_while_scans_come_and_is_kept_when_it_is_stopped(case):
    shutil.rmtree(case.place / 'cache', ignore_errors=True)
    stuck = Proxy(case.orthanc.port, 8_000_000, silent=True)
    played(case, f'open {case.address(port=stuck.port, query="?timeout=100")}', 'wait begun', 'expect screen = scans', 'frames 20',
           'click "Stop"', 'wait idle 10', 'expect message ~ "stopped; what was read until then is shown"', 'click "OK"', 'row 1', 'wait loaded', 'expect dates > 0')
    assert case.cached() and not [s for s in case.cached() if s.name.startswith('.')], case.cached()


def what_an_archive_says_is_said_in_the_window(case):
    played(case, f'open {case.address(query="?PatientID=nobody")}', 'wait idle', 'expect message ~ "nothing that fits"', 'expect screen = start')
    played(case, f'open {case.address(title="OTHER")}', 'wait idle', 'expect message ~ "refuses the connection"', 'expect screen = start')


TESTS = (an_address_is_typed_like_a_path_and_kept_in_the_session, the_matrix_grows_while_scans_come_and_is_kept_when_it_is_stopped,
         what_an_archive_says_is_said_in_the_window)
