#!/usr/bin/python3
"""`dicom://` paths against Orthanc: the same matrix and transforms as from the folder, each fault a sentence, nothing
half-kept; what `align --send` stores there is what it has written.

usage: archive.py LONGVIEW [TEST…]        (ORTHANC: its program, where it lies elsewhere)
"""
import json, os, pathlib, re, signal, socket, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
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


def send(case, name, address):
    return 'align', CDSET, '--row', ROW, '-o', case.place / name, '--dicom', case.place / f'{name}_dicom', '--send', address, '--quiet'


def objects_of(files):
    import pydicom
    return {ds.SOPInstanceUID: ds for ds in map(pydicom.dcmread, (f for f in files if f.is_file()))}


def stored(case, series):
    """What the archive hands out of these series, by DCMTK's getscu."""
    place = pathlib.Path(tempfile.mkdtemp(dir=case.place))
    for uid in series:
        subprocess.run(['getscu', '-S', '-aec', 'ORTHANC', '127.0.0.1', str(case.orthanc.port), '-k', 'QueryRetrieveLevel=SERIES', '-k',
                        f'SeriesInstanceUID={uid}', '-od', place], capture_output=True)
    return objects_of(place.iterdir())


def half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole(case):
    half = Proxy(case.orthanc.port, 3_000_000, by_archive=False)
    done = case.run(*send(case, 'half', case.address(port=half.port)))
    told = re.search(r'broke off.*it has taken (\d+) of (\d+) objects: send them again.*half_dicom', done.stderr)
    assert done.returncode == 1 and told and 0 < int(told[1]) < int(told[2]), done.stderr
    whole = case.run(*send(case, 'whole', case.address()))
    assert whole.returncode in (0, 3) and not whole.stderr, whole.stderr
    ours = objects_of((case.place / 'whole_dicom').rglob('*'))
    assert len(ours) == int(told[2]) and set(objects_of((case.place / 'half_dicom').rglob('*'))) == set(ours)
    theirs = stored(case, {ds.SeriesInstanceUID for ds in ours.values()})
    assert theirs.keys() == ours.keys(), (len(theirs), len(ours))
    assert all(theirs[uid] == ds for uid, ds in ours.items()), 'the archive has other objects'


def what_cannot_be_sent_is_a_sentence(case):
    case.refused('refuses the connection: it goes by another name', *send(case, 'x1', case.address(title='OTHER')))
    case.refused('no archive answers', *send(case, 'x2', case.address(port=free_port())))
    case.refused('says where to, not what', *send(case, 'x3', case.address(query='?PatientID=1')))
    case.refused('title is missing', *send(case, 'x4', 'dicom://127.0.0.1'))
    assert not (case.place / 'x3').exists() and not (case.place / 'x4').exists()
    takes_pictures_alone = case.place / 'storescp.cfg'
    takes_pictures_alone.write_text('[[TransferSyntaxes]]\n[Plain]\nTransferSyntax1 = LittleEndianExplicit\n[[PresentationContexts]]\n[MR]\n'
                                    'PresentationContext1 = MRImageStorage\\Plain\n[[Profiles]]\n[Default]\nPresentationContexts = MR\n')
    port, kept = free_port(), case.place / 'kept'
    kept.mkdir()
    server = subprocess.Popen(['storescp', '-xf', takes_pictures_alone, 'Default', '-od', kept, str(port)])
    try:
        while server.poll() is None:
            with socket.socket() as s:
                if s.connect_ex(('127.0.0.1', port)) == 0:
                    break
            time.sleep(0.1)
        case.refused('takes no objects of the kind SpatialRegistrationStorage; nothing was sent', *send(case, 'x5', case.address(port=port)))
        assert not list(kept.iterdir()) and list((case.place / 'x5_dicom').rglob('registration.dcm'))
    finally:
        server.terminate()
        server.wait(30)


TESTS = (half_a_transfer_keeps_nothing_half, a_stopped_fetch_leaves_nothing_half, the_matrix_is_that_of_the_folder,
         transforms_are_those_of_the_folder, what_is_here_is_not_fetched_again, filters_narrow_what_is_asked_for,
         a_full_cache_loses_what_was_not_used, mistakes_and_dead_archives_are_sentences, too_many_studies_are_counted_not_read,
         half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole, what_cannot_be_sent_is_a_sentence, *tls.TESTS, *window.TESTS)


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
