"""The program under test, in a temporary folder of its own; folders that never answer and virtual screens for it."""
import contextlib, ctypes, os, pathlib, signal, subprocess, time

# From the signal to the end; where more wants to run than there are cores, a process waits for its turn.
MOST_S = 0.5 if os.getloadavg()[0] <= os.cpu_count() else 5
PATIENCE_S = 60


class Place:
    """A temporary folder and the program."""

    def __init__(self, longview, folder):
        self.longview, self.folder = longview, pathlib.Path(folder)

    def start(self, *arguments, **options):
        return subprocess.Popen([self.longview, *map(str, arguments)], stdout=options.pop('stdout', subprocess.PIPE),
                                stderr=subprocess.PIPE, env={**os.environ, **options.pop('env', {})}, **options)

    def run(self, *arguments, **options):
        running = self.start(*arguments, **options)
        output, errors = running.communicate(timeout=PATIENCE_S)
        return running.returncode, (output or b'').decode(errors='replace'), errors.decode(errors='replace')

    def most_memory_kb(self, *arguments):
        """Of a run that ends well."""
        running = self.start(*arguments, stdout=subprocess.DEVNULL)
        errors = running.stderr.read()
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        assert running.returncode == 0, (arguments, running.returncode, errors)
        return usage.ru_maxrss

    @staticmethod
    def wait_until_it_hears(running):
        """Until it takes SIGTERM itself: on a busy machine a process is long in coming so far."""
        bit, until = 1 << (signal.SIGTERM - 1), time.monotonic() + PATIENCE_S
        while running.poll() is None and time.monotonic() < until:
            lines = pathlib.Path(f'/proc/{running.pid}/status').read_text().splitlines()
            held = next(line.split()[1] for line in lines if line.startswith('SigBlk:'))
            if int(held, 16) & bit:
                return
            time.sleep(0.01)

    def stop(self, running, with_signal=signal.SIGINT):
        """Seconds until it ended, and what it said."""
        begun = time.monotonic()
        running.send_signal(with_signal)
        errors = running.communicate(timeout=PATIENCE_S)[1].decode()
        return time.monotonic() - begun, running.returncode, errors

    def left(self):
        return sorted(p.name for p in self.folder.iterdir())


@contextlib.contextmanager
def dead_folder(place):
    """A folder of a file system whose server never answers; None where there can be none."""
    folder, server = place.folder / 'dead', None
    folder.mkdir()
    try:
        server = os.open('/dev/fuse', os.O_RDWR)
    except OSError:
        pass
    options = f'fd={server},rootmode=40000,user_id=0,group_id=0'.encode()
    mounted = server is not None and ctypes.CDLL(None).mount(b'dead', bytes(folder), b'fuse', 0, options) == 0
    try:
        yield folder if mounted else None
    finally:
        if server is not None:
            os.close(server)          # whoever still waits is told so
        if mounted:
            subprocess.run(['umount', '-l', folder], check=True)
        folder.rmdir()


@contextlib.contextmanager
def display():
    """A virtual screen: its server and its name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(['Xvfb', '-displayfd', str(writing), '-screen', '0', '1280x800x24'], pass_fds=[writing],
                              stderr=subprocess.DEVNULL)
    try:
        yield server, ':' + os.read(reading, 16).decode().strip()
    finally:
        server.kill()
        server.wait()
        os.close(reading)
        os.close(writing)
