#!/usr/bin/python3
"""walls.py finds each kind of breach in a small tree that has one of each, and none in a clean one."""
import os, subprocess, sys, tempfile
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import walls

LONG = 'int f(int x) {\n' + '  ++x;\n' * 60 + '  return x;\n}\n'
# A `  };` inside does not end a function, nor do braces in a string.
LONG_WITH_TABLE = 'int f(int x) {\n  static const int table[] = {\n' + '    1,\n' * 30 + '  };\n' + (
    '  const char* s = "}}";\n' + '  ++x;\n' * 30 + '  return x;\n}\n')
LONG_CONSTRUCTOR = 'struct A {\n  A()\n      : a_(1), b_{2} {\n' + '    ++a_;\n' * 60 + '  }\n  int a_, b_;\n};\n'
CLEAN = {
    'engine/core/a.h': '#include <vector>\n',
    'engine/gpu/g.h': '',
    'app/cli/o.h': '',
    'engine/volume/b.cpp': '#include "engine/core/a.h"\nint f() {\n  return 1;\n}\n',
    'engine/volume/v.h': '',
    'app/row/d.h': '#include "engine/volume/v.h"\n',
    'app/ui/c.cpp': '#include <imgui.h>\n#include "app/row/d.h"\n',
    # Many short functions and a long table are no long function.
    'app/row/e.cpp': 'namespace lv {\n' + 'int f() { return 1; }\n' * 40 + 'constexpr int t[]{\n' + '  1,\n' * 61 + '};\n}\n',
    # A row's desk may hold jobs; no screen may reach one, not even through what it includes.
    'app/jobs/j.h': '',
    'app/session/row_desk.h': '#include "app/jobs/j.h"\n',
    # This one file of its room may reach the device; no screen may, not even through it.
    'app/draw/backend.h': '#include "engine/gpu/g.h"\n',
    # Types that nobody else can mean may be called alike; so may one that is only announced.
    'engine/volume/t.cpp': 'namespace lv {\nnamespace {\nstruct T {};\n}\nstruct U;\n}\n',
    'app/row/t.h': 'namespace lv {\nenum class T : int { a };\nstruct U final : V {\n  struct T {};\n};\n}\n',
}
BREACHES = {
    'an edge upwards': ('engine/core/x.h', '#include "engine/volume/v.h"\n', 'engine/core may not include'),
    'the UI and a device': ('app/ui/x.cpp', '#include "engine/gpu/g.h"\n', 'app/ui may not include'),
    'the UI and a device, through another header': (
        'app/ui/x.cpp', '#include "app/draw/backend.h"\n', 'app/ui may not reach engine/gpu/g.h, through app/draw/backend.h'),
    'the UI and a job, through another header': (
        'app/ui/x.cpp', '#include "app/session/row_desk.h"\n', 'app/ui may not reach app/jobs/j.h, through app/session/row_desk.h'),
    'the command line, included by the window': ('app/window/x.cpp', '#include "app/cli/o.h"\n', 'app/window may not include'),
    'a file in no room': ('app/x.cpp', '', 'stands in no folder'),
    'a third party outside its door': ('engine/study/x.cpp', '#include <dcmtk/dcmdata/dctk.h>\n', 'may only be included by'),
    'a path not from the root': ('engine/core/x.cpp', '#include "a.h"\n', 'not a path from the root'),
    'a question which system it is': ('app/row/x.cpp', '#ifdef _WIN32\n#endif\n', 'asks for _WIN32'),
    'the same in other words': ('app/row/x.cpp', '#if !defined(__linux__)\n#endif\n', 'asks for __linux__'),
    'two types of one name': ('engine/core/x.h', 'namespace lv {\nclass U {};\n}\n', 'lv::U is already the name of a type in'),
    'a long file': ('app/row/x.cpp', '\n' * 501, '501 lines'),
    'a long function': ('app/row/x.cpp', LONG, 'x.cpp:1: a function of 63 lines'),
    'a long function with a table in it': ('app/row/x.cpp', LONG_WITH_TABLE, 'a function of 66 lines'),
    'a long constructor in a class': ('app/row/x.h', LONG_CONSTRUCTOR, 'x.h:2: a function of 63 lines'),
}


def run(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            open(os.path.join(root, path), 'w').write(text)
        done = subprocess.run([sys.executable, walls.__file__, root], capture_output=True, text=True)
        return done.returncode, done.stdout


failures = []
if run(CLEAN)[0] != 0:
    failures.append('a clean tree is refused: ' + run(CLEAN)[1])
for name, (path, text, message) in BREACHES.items():
    code, output = run({**CLEAN, path: text})
    if code != 1 or message not in output or '1 breaches' not in output:
        failures.append(f'{name}: exit {code}, {output}')
if walls.circle({'a': ['b'], 'b': ['c'], 'c': []}) or walls.circle({'a': ['b'], 'b': ['c'], 'c': ['a']}) != ['a', 'b', 'c', 'a']:
    failures.append('a circle in the table is not found, or one is seen where there is none')
print('\n'.join(failures) or f'{len(BREACHES)} kinds of breach found')
sys.exit(bool(failures))
