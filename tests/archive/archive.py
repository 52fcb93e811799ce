#!/usr/bin/python3
"""`dicom://` paths against Orthanc: the same matrix and transforms as from the folder, each fault a sentence, nothing
half-kept; what `align --send` stores there is what it has written.

usage: archive.py LONGVIEW [TEST…]        (ORTHANC: its program, where it lies elsewhere)
"""
import json, os, pathlib, signal, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
import sending
import tls
import window
from case import CDSET, ROW, Case, Proxy, free_port
from in_turn import run_in_turn


def half_a_transfer_keeps_nothing_half(case):
    case.refused('broke off', 'index', case.address(port=Proxy(case.orthanc.port, 3_000_000).port))
    for series in case.cached():
        assert not series.name.startswith('.'), series
    assert case.cached(), 'what came whole before was not kept'


def a_stopped_fetch_leaves_nothing_half(case):
    before = len(case.cached())
    process = subprocess.Popen([case.longview, 'index', case.address()], env=case.environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while len(case.cached()) <= before and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.wait(60)
    assert process.returncode != 0 and not [s for s in case.cached() if s.name.startswith('.')], (process.returncode, case.cached())


def the_matrix_is_that_of_the_folder(case):
    assert case.rows(case.address()) == case.rows(CDSET)


def transforms_are_those_of_the_folder(case):
    for name, path in (('a', CDSET), ('b', case.address())):
        done = case.run('align', path, '--row', ROW, '-o', case.place / name, '--quiet')
        assert done.returncode in (0, 3), done.stderr
    one, other = ({f.name: f.read_bytes() for f in (case.place / n).iterdir()} for n in 'ab')
    assert one == other, (sorted(one), sorted(other))


def what_is_here_is_not_fetched_again(case):
    proxy = Proxy(case.orthanc.port)
    case.run('index', case.address())
    first = case.run('index', case.address(port=proxy.port))   # another address: another place in the cache
    assert first.returncode == 0 and proxy.sent > 5_000_000, (first.stderr, proxy.sent)
    before = proxy.sent
    assert case.run('index', case.address(port=proxy.port)).returncode == 0
    assert proxy.sent - before < 200_000, proxy.sent - before


def a_full_cache_loses_what_was_not_used(case):
    everything = len(case.cached())
    case.environment['LONGVIEW_ARCHIVE_CACHE_MB'] = '1'
    done = case.run('index', case.address(query='?StudyDate=20130521&SeriesDescription=*FLAIR*'))
    del case.environment['LONGVIEW_ARCHIVE_CACHE_MB']
    assert done.returncode == 0 and 1 <= len(case.cached()) < everything, (done.stderr, len(case.cached()))


def filters_narrow_what_is_asked_for(case):
    done = case.run('index', case.address(query='?StudyDate=20130101-20131231'), '--json')
    assert {s['date'][:4] for s in json.loads(done.stdout)['series']} == {'2013'}, done.stdout[:300]
    case.refused('nothing that fits', 'index', case.address(query='?PatientID=nobody'))


def mistakes_and_dead_archives_are_sentences(case):
    case.refused('refuses the connection: it goes by another name', 'index', case.address(title='OTHER'))
    case.refused('no archive answers', 'index', case.address(port=free_port()))
    case.refused('title is missing', 'index', 'dicom://127.0.0.1:104')
    case.refused('cannot be asked for', 'index', case.address(query='?Colour=red'))


def too_many_studies_are_counted_not_read(case):
    import pydicom
    from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage
    folder = case.place / 'many'
    folder.mkdir()
    for n in range(220):
        ds = pydicom.Dataset()
        ds.file_meta = pydicom.dataset.FileMetaDataset()
        ds.file_meta.TransferSyntaxUID, ds.is_little_endian, ds.is_implicit_VR = ExplicitVRLittleEndian, True, False
        ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = MRImageStorage
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = f'1.2.9.{n}.1.1'
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.PatientID, ds.Modality = f'1.2.9.{n}', f'1.2.9.{n}.1', 'many', 'MR'
        ds.save_as(folder / str(n), write_like_original=False)
    case.orthanc.fill(folder)
    case.refused('studies fit, at most 200', 'index', case.address(query='?PatientID=many'))


TESTS = (half_a_transfer_keeps_nothing_half, a_stopped_fetch_leaves_nothing_half, the_matrix_is_that_of_the_folder,
         transforms_are_those_of_the_folder, what_is_here_is_not_fetched_again, filters_narrow_what_is_asked_for,
         a_full_cache_loses_what_was_not_used, mistakes_and_dead_archives_are_sentences, *window.TESTS,
         # These leave more in the archive than the discs hold.
         *sending.TESTS, *tls.TESTS, too_many_studies_are_counted_not_read)


def main(longview, *named):
    if not CDSET.exists():
        sys.exit(print('SKIPPED: there is no cdset'))
    with tempfile.TemporaryDirectory() as place:
        case = Case(os.path.abspath(longview), pathlib.Path(place))
        try:
            case.orthanc.fill(CDSET)
            return run_in_turn([test for test in TESTS if not named or test.__name__ in named], case)
        finally:
            case.orthanc.end()


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
