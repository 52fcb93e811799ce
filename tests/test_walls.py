#!/usr/bin/python3
"""walls.py finds each kind of breach in a small tree that has one of each, and none in a clean one."""
import os, subprocess, sys, tempfile

WALLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'walls.py')
LONG = 'int f(int x) {\n' + '  ++x;\n' * 60 + '  return x;\n}\n'
CLEAN = {
    'engine/core/a.h': '#include <vector>\n',
    'engine/volume/b.cpp': '#include "engine/core/a.h"\nint f() {\n  return 1;\n}\n',
    'app/ui/c.cpp': '#include <imgui.h>\n#include "app/d.h"\n',
    'app/d.h': '#include "engine/volume/v.h"\n',
    'engine/volume/v.h': '',
}
BREACHES = {
    'an edge upwards': ('engine/core/x.h', '#include "engine/volume/v.h"\n', 'engine/core may not include'),
    'the UI and a device': ('app/ui/x.cpp', '#include "engine/gpu/g.h"\n', 'app/ui may not include'),
    'a third party outside its door': ('engine/study/x.cpp', '#include <dcmtk/dcmdata/dctk.h>\n', 'may only be included by'),
    'a path not from the root': ('engine/core/x.cpp', '#include "a.h"\n', 'not a path from the root'),
    'a long file': ('app/x.cpp', '\n' * 501, '501 lines'),
    'a long function': ('app/x.cpp', LONG, 'a function of 63 lines'),
}


def run(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            open(os.path.join(root, path), 'w').write(text)
        done = subprocess.run([sys.executable, WALLS, root], capture_output=True, text=True)
        return done.returncode, done.stdout


failures = []
if run(CLEAN)[0] != 0:
    failures.append('a clean tree is refused: ' + run(CLEAN)[1])
for name, (path, text, message) in BREACHES.items():
    code, output = run({**CLEAN, 'engine/gpu/g.h': '', path: text})
    if code != 1 or message not in output or '1 breaches' not in output:
        failures.append(f'{name}: exit {code}, {output}')
print('\n'.join(failures) or f'{len(BREACHES)} kinds of breach found')
sys.exit(bool(failures))
