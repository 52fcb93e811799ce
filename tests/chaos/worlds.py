"""Places that fail: full and vanishing disks, little memory, file systems of many kinds; and signals at odd moments."""
import contextlib, ctypes, errno, os, resource, shutil, signal, struct, subprocess, threading, time

from judged import Said, Skipped, run
from program import MOST_S

LIBC = ctypes.CDLL(None, use_errno=True)
OWN_MOUNTS, PRIVATE_TREE = 0x20000, 0x44000     # CLONE_NEWNS; MS_REC | MS_PRIVATE


def mounts_end_with_this_process():
    """However it ends: nobody else sees what it mounts. Without the right to do that, it cannot mount anything, either."""
    if LIBC.unshare(OWN_MOUNTS) == 0:
        LIBC.mount(b'none', b'/', None, PRIVATE_TREE, None)


def mount(what, where, kind, flags=0, options=''):
    if LIBC.mount(str(what).encode(), bytes(where), kind.encode(), flags, options.encode()) != 0:
        raise Skipped(f'{kind} cannot be mounted: {os.strerror(ctypes.get_errno())}')


@contextlib.contextmanager
def mounted(folder, what, kind, flags=0, options=''):
    folder.mkdir()
    mount(what, folder, kind, flags, options)
    try:
        yield folder
    finally:
        LIBC.umount2(bytes(folder), 2)      # whoever still uses it keeps it
        with contextlib.suppress(OSError):
            folder.rmdir()


def works(world, out):
    """Commands that write into a folder: each with what it writes."""
    a, b = world.scans
    both = a.parent
    small = ['export', both, '--size', '320x240', '-o']
    return [([*small, out / 'f.mp4'], ['f.mp4']), (['export', both, '-o', out / 's.pdf'], ['s.pdf']),
            (['export', both, '-o', out / 'p.html'], ['p.html']), ([*small, out / 'pictures'], ['pictures']),
            (['register', a, b, '-o', out / 'T.tfm', '--resampled', out / 'R.nii.gz'], ['T.tfm', 'R.nii.gz']),
            (['align', both, '--row', '1', '-o', out / 'A', '--resampled'], ['A'])]


def full_disks(world, chance):
    kilobytes = chance.choice([0, 4, 16, 64, 200, 500, 1000, 2000])
    with mounted(world.place.folder / 'disk', 'disk', 'tmpfs', options=f'size={max(4, kilobytes)}k') as disk:
        if kilobytes == 0:
            (disk / 'all').write_bytes(bytes(4096))
        before = {p.name for p in disk.iterdir()}
        command, outputs = chance.choice(works(world, disk))
        said = run(world.place, *command)
        there = {p.name for p in disk.iterdir()} - before
        assert there == (set(outputs) if said.code in (0, 3) else set()), (command, said.code, said.errors, there)
        assert said.code in (0, 3) or 'the disk is full' in said.errors, said.errors
    return 1


def vanishing_disks(world, chance):
    """What is read from, or written to, is gone in the middle."""
    with mounted(world.place.folder / 'disk', 'disk', 'tmpfs') as disk:
        reading = chance.random() < 0.5
        scans = disk / 'in'
        shutil.copytree(world.scans[0].parent, scans)
        command = (['export', scans, '--size', '320x240', '-o', world.place.folder / 'f.mp4'] if reading else chance.choice(works(world, disk))[0])
        gone = chance.choice([lambda: shutil.rmtree(scans, ignore_errors=True), lambda: LIBC.umount2(bytes(disk), 2)])
        timer = threading.Timer(chance.random(), gone)
        timer.start()
        run(world.place, *command)
        timer.join()
    return 1


def memory(world, chance):
    """A limit on all that the program may map."""
    limit = int(60e6 * 30 ** chance.random())
    command = chance.choice([work for work, _ in works(world, world.place.folder)] + [['index', world.scans[0].parent], ['doctor']])
    limited = lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    run(world.place, *command, preexec_fn=limited, codes=(0, 1, 3, 127))      # 127: its libraries do not fit
    return 1


def interruptions(world, chance):
    """What stood there before still stands, or the new one, whole; nothing is half-written, nobody waits."""
    p, with_signal = world.place, chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    command, outputs = chance.choice(works(world, p.folder) + [(['demo', p.folder / 'D'], ['D']), (['index', world.scans[0].parent], [])])
    older = [name for name in outputs if '.' in name]     # a folder must not be there before
    for name in older:
        (p.folder / name).write_bytes(b'older')
    running = p.start(*command)
    time.sleep(1.5 * chance.random() ** 2)
    ended = running.poll() is not None
    seconds, code, errors = p.stop(running, with_signal)
    assert ended or seconds < MOST_S, f'{seconds:.2f} s after {with_signal}'
    # The signal itself ends a program that has not begun to wait for signals, which comes before any work: that is held only
    # where nothing was touched, as after a stop that the program has made itself.
    assert code in (0, 1, 3, -with_signal), (command, code, errors)
    assert p.left() == sorted(outputs if code in (0, 3) else older), (command, code, p.left())
    still_older = [name for name in older if (p.folder / name).read_bytes() == b'older']
    assert still_older == ([] if code in (0, 3) else older), (command, code, still_older)
    return 1


# File systems -------------------------------------------------------------------------------------------------

@contextlib.contextmanager
def by_image(world, kind, *make, flags=0):
    """A file system in a file."""
    if not shutil.which(make[0]):
        raise Skipped(f'{kind}: there is no {make[0]}')
    image = world.place.folder / 'image'
    with open(image, 'wb') as file:
        file.truncate(64 << 20)
    subprocess.run([*make, image], check=True, capture_output=True)
    loop = subprocess.run(['losetup', '--find', '--show', image], capture_output=True, text=True)
    if loop.returncode != 0:
        raise Skipped(f'{kind}: no loop device')
    detach = lambda: subprocess.run(['losetup', '--detach', loop.stdout.strip()], check=False, capture_output=True)
    try:
        with mounted(world.place.folder / 'fs', loop.stdout.strip(), kind, flags) as folder:
            detach()      # it goes when the file system does
            yield folder
    finally:
        detach()
        image.unlink()


@contextlib.contextmanager
def by_fuse(world, error):
    """A file system whose server answers every question with an error."""
    try:
        server = os.open('/dev/fuse', os.O_RDWR)
    except OSError:
        raise Skipped('there is no /dev/fuse') from None

    def serve():
        with contextlib.suppress(OSError):
            while question := os.read(server, 1 << 17):
                _, operation, unique = struct.unpack_from('<IIQ', question)
                begins = operation == 26
                answer = struct.pack('<IIIIHHIIHHI', 7, 26, 65536, 0, 12, 9, 4096, 1, 1, 0, 0) + bytes(28) if begins else b''
                if operation not in (2, 42):      # these want no answer
                    os.write(server, struct.pack('<IiQ', 16 + len(answer), 0 if begins else -error, unique) + answer)

    with mounted(world.place.folder / 'fs', 'fuse', 'fuse', options=f'fd={server},rootmode=40000,user_id=0,group_id=0') as folder:
        threading.Thread(target=serve, daemon=True).start()
        yield folder


@contextlib.contextmanager
def by_overlay(world):
    for name in ('lower', 'upper', 'work'):
        (world.place.folder / name).mkdir()
    where = world.place.folder
    with mounted(where / 'fs', 'overlay', 'overlay', 0, f'lowerdir={where}/lower,upperdir={where}/upper,workdir={where}/work') as folder:
        yield folder


@contextlib.contextmanager
def no_more_names(file_system):
    with file_system as folder:
        with contextlib.suppress(OSError):
            for name in range(1000):
                (folder / str(name)).touch()
        yield folder


READ_ONLY, NO_EXECUTION = 1, 8
GOOD = {
    'tmpfs': lambda w: mounted(w.place.folder / 'fs', 'fs', 'tmpfs'), 'ramfs': lambda w: mounted(w.place.folder / 'fs', 'fs', 'ramfs'),
    'overlay': by_overlay, 'tmpfs, nothing can be run': lambda w: mounted(w.place.folder / 'fs', 'fs', 'tmpfs', NO_EXECUTION),
    'ext2': lambda w: by_image(w, 'ext2', 'mkfs.ext2', '-q'), 'ext3': lambda w: by_image(w, 'ext3', 'mkfs.ext3', '-q'),
    'ext4': lambda w: by_image(w, 'ext4', 'mkfs.ext4', '-q'), 'ext4 without a journal': lambda w: by_image(w, 'ext4', 'mkfs.ext4', '-q', '-O', '^has_journal'),
    'xfs': lambda w: by_image(w, 'xfs', 'mkfs.xfs', '-q'), 'btrfs': lambda w: by_image(w, 'btrfs', 'mkfs.btrfs', '-q'),
    'f2fs': lambda w: by_image(w, 'f2fs', 'mkfs.f2fs', '-q'), 'vfat': lambda w: by_image(w, 'vfat', 'mkfs.vfat'),
    'exfat': lambda w: by_image(w, 'exfat', 'mkfs.exfat'), 'ntfs': lambda w: by_image(w, 'ntfs3', 'mkfs.ntfs', '-q', '-F'),
    'minix': lambda w: by_image(w, 'minix', 'mkfs.minix'),
}
BAD = {
    'ext4 that is read only': lambda w: by_image(w, 'ext4', 'mkfs.ext4', '-q', flags=READ_ONLY),
    'ext4 without room for names': lambda w: no_more_names(by_image(w, 'ext4', 'mkfs.ext4', '-q', '-N', '16')),
    'tmpfs without room for names': lambda w: mounted(w.place.folder / 'fs', 'fs', 'tmpfs', options='nr_inodes=1'),
    'proc': lambda w: mounted(w.place.folder / 'fs', 'fs', 'proc'),
    **{f'FUSE that answers {errno.errorcode[e]}': lambda w, e=e: by_fuse(w, e) for e in (errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EACCES, errno.ENOSYS)},
}


def file_system(world, name):
    """Everything is read from it and written to it; where it takes nothing, that is said and nothing ends badly."""
    with (GOOD | BAD)[name](world) as folder:
        home = {'HOME': str(folder), 'XDG_CACHE_HOME': '', 'XDG_STATE_HOME': '', 'XDG_CONFIG_HOME': ''}
        if name in BAD:
            for command in ([['index', folder], ['export', folder, '-o', world.place.folder / 's.png']] if name != 'proc' else []):
                assert run(world.place, *command, env=home).code == 1
            said = [run(world.place, *command, env=home) for command, _ in works(world, folder)]
            assert all(s.code == 1 for s in said), [(s.code, s.errors) for s in said]
            return 1
        shutil.copytree(world.scans[0].parent, folder / 'in')
        run(world.place, 'index', folder / 'in', env=home).says('12 pictures', 0)
        for command, outputs in works(world, folder):
            said = run(world.place, *command, env=home)
            assert said.code in (0, 3) and all((folder / o).exists() for o in outputs), (command, said.code, said.errors)
        assert not any(p.name.startswith('.part-') for p in folder.iterdir())
        assert isinstance(said, Said)
    return 1
