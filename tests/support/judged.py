"""Runs of the program that are judged: whatever it is given, it says in words why it cannot go on."""
import os, re, subprocess, tempfile, time

# Characters that do something, or look like nothing.
UNSEEN = '\x1b]0;x\x07\x9b31m\u202e\u200b\u2066\ufeff\u00ad\U000e0041\x7f'
MOST_CPU_S, MOST_KB = 5, 300_000     # however much an input claims


class Skipped(Exception):
    """What a test needs is not here."""


class Said:
    """How a run ended. It is never a crash, and never without a sentence where it failed."""

    def __init__(self, code, output, errors, cpu_s=0, kb=0, codes=(0, 1, 2, 3), most_kb=MOST_KB):
        self.code, self.output, self.errors, self.cpu_s, self.kb = code, output, errors, cpu_s, kb
        text = output + errors
        assert code in codes, f'ended with {code}: {text[-300:]}'
        assert code == 0 or text.strip(), f'exit {code} without a word'
        assert 'terminate called' not in text and 'Assertion' not in text and 'exception' not in text.lower(), text
        assert cpu_s < MOST_CPU_S and kb < most_kb, f'{cpu_s:.1f} s, {kb} KB'
        odd = [c for c in UNSEEN if not c.isprintable() and c in text.replace('\\n', '')]
        assert not odd, f'{odd!r} in {text!r}'

    def says(self, pattern, code=None):
        text = self.output + self.errors
        found = re.search(pattern, text)
        assert found and code in (None, self.code), f'exit {self.code}, "{pattern}" is not in: {text!r}'
        line = next(l for l in text.splitlines() if re.search(pattern, l)) if '\n' not in found[0] else found[0]
        return line.strip()


def run(p, *arguments, stdout=None, env=None, codes=(0, 1, 2, 3), most_kb=MOST_KB, **options):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([p.longview, *(a if isinstance(a, bytes) else str(a) for a in arguments)], stderr=err,
                                 stdin=subprocess.DEVNULL, stdout=stdout or out, env={**os.environ, **(env or {})}, **options)
        until = time.monotonic() + 60
        while (ended := os.wait4(child.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() > until:
                child.kill()
            time.sleep(0.005)
        child.returncode = os.waitstatus_to_exitcode(ended[1])
        text = [(f.seek(0), f.read().decode(errors='replace'))[1] for f in (out, err)]
    usage = ended[2]
    return Said(child.returncode, *text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, codes, most_kb)
