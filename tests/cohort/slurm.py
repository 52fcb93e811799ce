"""One node of Slurm on this computer alone, for as long as a test lasts: Debian's munged, slurmctld and slurmd on loopback. As root."""
import contextlib, os, pathlib, shutil, socket, subprocess, time

CONF = '''ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={place}/munge/socket
SlurmUser=root
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
SlurmctldPidFile={place}/slurmctld.pid
SlurmdPidFile={place}/slurmd.pid
SlurmctldLogFile={place}/slurmctld.log
SlurmdLogFile={place}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cores} RealMemory={memory_mb} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
'''


def missing():
    """What lacks, in words; empty: nothing."""
    programs = [p for p in ('munged', 'slurmctld', 'slurmd', 'sbatch') if not shutil.which(p, path='/usr/sbin:/usr/bin:/sbin:/bin')]
    if programs:
        return f'{", ".join(programs)} of slurm-wlm are not installed'
    return '' if os.geteuid() == 0 else "Slurm's daemons are started as root only"


def free_ports(count):
    sockets = [socket.create_server(('127.0.0.1', 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


@contextlib.contextmanager
def node(place, cores):
    """The environment in which sbatch and squeue find it."""
    place = pathlib.Path(place)
    for name in ('munge', 'state', 'spool'):
        (place / name).mkdir(parents=True)
    key = place / 'munge/key'
    key.write_bytes(os.urandom(128))
    key.chmod(0o400)
    memory_mb = os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') // 2**20
    conf = place / 'slurm.conf'
    conf.write_text(CONF.format(host=socket.gethostname(), place=place, ports=free_ports(2), cores=cores, memory_mb=memory_mb * 3 // 4))
    environment = {**os.environ, 'SLURM_CONF': str(conf), 'PATH': f'{os.environ["PATH"]}:/usr/sbin'}
    munged = ['munged', '--foreground', '--force', '--key-file', key, '--socket', place / 'munge/socket', '--pid-file', place / 'munge/pid',
              '--log-file', place / 'munge/log', '--seed-file', place / 'munge/seed']
    daemons = []
    try:
        for command in (munged, ['slurmctld', '-D', '-c'], ['slurmd', '-D', '-c']):
            daemons.append(subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            time.sleep(2)
        for _ in range(60):
            state = subprocess.run(['sinfo', '-h', '-o', '%T'], env=environment, capture_output=True, text=True)
            if state.stdout.strip() in ('idle', 'mixed', 'allocated'):
                break
            time.sleep(1)
        else:
            raise AssertionError(f'no node of Slurm: {state.stdout}{state.stderr}' + ''.join(f.read_text()[-600:] for f in place.glob('*.log')))
        yield environment
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
            daemon.wait(30)
