"""`align --dicom DIR --send`: what was written is what the archive has; each fault a sentence."""
import pathlib, re, socket, subprocess, tempfile, time

from case import CDSET, ROW, Proxy, free_port


def send(case, name, address):
    return 'align', CDSET, '--row', ROW, '-o', case.place / name, '--dicom', case.place / f'{name}_dicom', '--send', address, '--quiet'


def objects_of(files):
    import pydicom
    return {ds.SOPInstanceUID: ds for ds in map(pydicom.dcmread, (f for f in files if f.is_file()))}


def stored(case, orthanc, series):
    """What the archive hands out of these series, by DCMTK's getscu."""
    place = pathlib.Path(tempfile.mkdtemp(dir=case.place))
    for uid in series:
        subprocess.run(['getscu', *orthanc.as_client, '-S', '-aec', 'ORTHANC', '127.0.0.1', str(orthanc.port), '-k', 'QueryRetrieveLevel=SERIES', '-k',
                        f'SeriesInstanceUID={uid}', '-od', place], capture_output=True)
    return objects_of(place.iterdir())


def the_archive_has_what_was_written(case, orthanc, name):
    ours = objects_of((case.place / f'{name}_dicom').rglob('*'))
    theirs = stored(case, orthanc, {ds.SeriesInstanceUID for ds in ours.values()})
    assert ours and theirs.keys() == ours.keys(), (len(theirs), len(ours))
    assert all(theirs[uid] == ds for uid, ds in ours.items()), 'the archive has other objects'
    return ours


def half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole(case):
    half = Proxy(case.orthanc.port, 3_000_000, by_archive=False)
    done = case.run(*send(case, 'half', case.address(port=half.port)))
    told = re.search(r'broke off.*it has taken (\d+) of (\d+) objects: send them again.*half_dicom', done.stderr)
    assert done.returncode == 1 and told and 0 < int(told[1]) < int(told[2]), done.stderr
    whole = case.run(*send(case, 'whole', case.address()))
    assert whole.returncode in (0, 3) and not whole.stderr, whole.stderr
    ours = the_archive_has_what_was_written(case, case.orthanc, 'whole')
    assert len(ours) == int(told[2]) and set(objects_of((case.place / 'half_dicom').rglob('*'))) == set(ours)


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


TESTS = (half_of_what_is_sent_is_a_sentence_and_sent_again_is_whole, what_cannot_be_sent_is_a_sentence)
