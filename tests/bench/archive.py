#!/usr/bin/python3
"""Fetching a study from an archive, against DCMTK's getscu: seconds of the clock, and longview's as a share of getscu's. The best of
three runs, taken in turns, from Orthanc on this computer; nothing is in the cache before a run. longview also sorts what it fetches.

usage: archive.py LONGVIEW      (needs what tests/archive/run installs)
"""
import collections, pathlib, shutil, subprocess, sys, tempfile, time

sys.path[:0] = [str(pathlib.Path(__file__).parents[1] / folder) for folder in ('archive', 'support')]
from case import CDSET, Case


def seconds(*command, env=None):
    begun = time.monotonic()
    subprocess.run([str(c) for c in command], check=True, capture_output=True, env=env)
    return time.monotonic() - begun


def study_of(disc):
    """The UID of its largest study, and how many pictures that has."""
    import pydicom
    pictures = collections.defaultdict(set)
    for file in (f for f in disc.rglob('*') if f.is_file() and f.read_bytes()[128:132] == b'DICM' and f.name != 'DICOMDIR'):
        header = pydicom.dcmread(file, specific_tags=['StudyInstanceUID', 'SOPInstanceUID'])
        pictures[header.StudyInstanceUID].add(header.SOPInstanceUID)
    return max(((study, len(found)) for study, found in pictures.items()), key=lambda one: one[1])


def main(longview):
    if not CDSET.exists():
        sys.exit(print('SKIPPED: there is no cdset'))
    disc = sorted(folder for folder in CDSET.iterdir() if folder.is_dir())[0]
    study, pictures = study_of(disc)
    with tempfile.TemporaryDirectory() as place:
        case = Case(longview, pathlib.Path(place))
        fetched = case.place / 'getscu'
        taken = {'getscu': [], 'longview': []}
        try:
            case.orthanc.fill(disc)
            for _ in range(3):
                for folder in (fetched, case.place / 'cache'):
                    shutil.rmtree(folder, ignore_errors=True)
                fetched.mkdir()
                taken['getscu'].append(seconds('getscu', '-S', '-aec', 'ORTHANC', '-k', 'QueryRetrieveLevel=STUDY', '-k',
                                               f'StudyInstanceUID={study}', '-od', fetched, '127.0.0.1', case.orthanc.port))
                assert len(list(fetched.iterdir())) == pictures, (len(list(fetched.iterdir())), pictures)
                taken['longview'].append(seconds(longview, 'index', case.address(query=f'?StudyInstanceUID={study}'), env=case.environment))
        finally:
            case.orthanc.end()
    peer, ours = min(taken['getscu']), min(taken['longview'])
    print(f'{pictures} pictures: getscu {peer:.2f} s, longview {ours:.2f} s, {ours / peer:.2f} of it')


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]).resolve())
