#!/usr/bin/python3
"""What many of one thing cost: pictures in a ZIP against the same in a folder, records of a table of contents, more threads than
cores. Prints a table: what, how long, aim. Processor time of the best of three runs, taken in turns.

usage: costs.py LONGVIEW [FILES=20000]
"""
import os, pathlib, subprocess, sys, tempfile, time, zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'support'))
from small_dicom import element, item, picture

RECORDS = 100_000


def seconds(longview, *arguments):
    """Of the clock, and of the processor."""
    begun = time.monotonic()
    child = subprocess.Popen([longview, 'index', '--quiet', *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    usage = os.wait4(child.pid, 0)[2]
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime


def best(longview, *ways):
    """The least of three runs of each way: clock, processor."""
    runs = [[seconds(longview, *way) for way in ways] for _ in range(3)]
    return [tuple(min(run[w][i] for run in runs) for i in (0, 1)) for w in range(len(ways))]


def table_of_contents():
    records = item(element(4, 0x1511, b'UI', b'1.2.3.4.5')) * RECORDS
    meta = element(2, 2, b'UI', b'1.2.840.10008.1.3.10') + element(2, 0x10, b'UI', b'1.2.840.10008.1.2.1')
    return b'\0' * 128 + b'DICM' + element(2, 0, b'UL', len(meta).to_bytes(4, 'little')) + meta + element(4, 0x1220, b'SQ', records)


def main():
    longview, files = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place, 'in')
        packed = pathlib.Path(place, 'in.zip')
        with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as archive:
            for n in range(files):
                name, data = f'{n // 500}/{n % 500}', picture(number=n % 20 + 1, side=16, uid=b'1.2.3.%d' % (n // 20))
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data)
                archive.writestr(name, data)
        (as_files, cpu_files), (as_zip, cpu_zip) = best(longview, [folder], [packed])
        print(f'{files} pictures: folder {as_files:.2f} s, ZIP {as_zip:.2f} s: {as_zip / as_files:.2f} times (aim 1.3); '
              f'processor {cpu_files:.2f} and {cpu_zip:.2f} s: {cpu_zip / cpu_files:.2f} times')
        contents = pathlib.Path(place, 'alone', 'DICOMDIR')   # the folder around it is read, too
        contents.parent.mkdir()
        contents.write_bytes(table_of_contents())
        (records,) = best(longview, [contents])
        print(f'{RECORDS} records of a table of contents: {records[0]:.2f} s (aim 1)')
        for what, path in (('folder', folder), ('ZIP', packed)):
            two, thousand = best(longview, [path, '--threads', 2], [path, '--threads', 1000])
            print(f'{what} with 2 threads {two[0]:.2f} s, with 1000 {thousand[0]:.2f} s: {thousand[0] / two[0]:.2f} times (aim 1)')


main()
