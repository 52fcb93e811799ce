#!/usr/bin/python3
"""The walls: what each folder may reach, which files may include a third party, how long files and functions may be.
Prints every breach; exits 1 when there is one.

usage: tests/walls.py [ROOT]        (default: this repository)
"""
import os, re, sys

# Plain values of the picture: no Vulkan in them.
PICTURE = ['engine/render/view.h', 'engine/render/plane.h', 'shaders/shared/blend.h']
# Folder (or, on top of its folder, file) -> the folders and files that it may include and may reach through what it
# includes. A folder reaches itself. Without circles; app/cli stands in no line but its own: nobody includes it.
MAY_REACH = {
    'engine/system': [],
    'engine/core': [],
    'engine/volume': ['engine/core'],
    'engine/study': ['engine/core', 'engine/volume'],
    'engine/decoder': ['engine/core'],
    'engine/dicom': ['engine/core', 'engine/decoder', 'engine/volume', 'engine/study'],
    'engine/archive_network': ['engine/core', 'engine/dicom', 'engine/decoder', 'engine/volume', 'engine/study'],
    'engine/registration': ['engine/core', 'engine/volume'],
    'engine/spine': ['engine/core', 'engine/volume', 'engine/registration'],
    'engine/contrast': ['engine/core', 'engine/volume'],
    'engine/gpu': ['engine/core', 'shaders/shared'],
    'engine/render': ['engine/core', 'engine/volume', 'engine/contrast', 'engine/gpu', 'shaders/shared'],
    'engine/video': ['engine/core'],
    'shaders/shared': ['engine/core'],
    'shaders': ['shaders/shared', 'engine/core'],
    'registration_cuda': ['engine/core', 'engine/volume', 'engine/registration'],
}
DATA = ['engine/core', 'engine/volume', 'engine/study', 'engine/registration', 'engine/spine', 'engine/contrast', *PICTURE]
FILES = [*DATA, 'engine/dicom', 'engine/archive_network', 'registration_cuda']  # what reads and computes, but draws nothing
DRAWING = [*DATA, 'engine/gpu', 'engine/render', 'engine/video', 'shaders/shared']
MAY_REACH |= {
    'app/demo': ['engine/core', 'engine/volume', 'engine/dicom', 'engine/study', 'engine/registration'],
    'app/host': ['engine/core', 'engine/gpu', 'shaders/shared'],
    'app/row': DATA,
    'app/view': ['app/row', 'app/host/input.h', *DATA],
    'app/jobs': ['app/row', 'app/demo', *FILES],
    'app/draw': ['app/view', 'app/row', 'app/host/input.h', *DATA],
    'app/draw/backend.h': ['app/host', 'engine/gpu', 'shaders/shared'],
    'app/draw/backend.cpp': ['app/host', 'engine/gpu', 'shaders/shared'],
    'app/page': ['app/view', 'app/row', 'app/host/input.h', *DRAWING],
    'app/film': ['app/page', 'app/draw', 'app/view', 'app/row', 'app/host', *DRAWING],
    'app/session': ['app/view', 'app/row', 'app/host/input.h', 'app/host/key_names.h', *DATA],
    **{f'app/session/{desk}': ['app/jobs', *FILES] for desk in (
        'scan_desk.h', 'scan_desk.cpp', 'row_desk.h', 'row_desk.cpp', 'session.cpp')},
    'app/session/film_actions.cpp': ['engine/video'],
    'app/ui': ['app/session', 'app/draw', 'app/view', 'app/row', 'app/host/input.h', *DATA],
    'app/window': ['app/ui', 'app/session', 'app/film', 'app/page', 'app/draw', 'app/view', 'app/jobs', 'app/row', 'app/host',
                   *FILES, *DRAWING],
    'app/cli': ['app/window', 'app/ui', 'app/session', 'app/film', 'app/page', 'app/draw', 'app/view', 'app/jobs', 'app/row',
                'app/host', 'app/demo', 'engine/decoder', *FILES, *DRAWING],
}
for folder, others in MAY_REACH.items():  # the doors to the operating system lie below all
    if folder != 'engine/system': others.append('engine/system')
MAY_REACH['tests'] = [folder for folder in MAY_REACH]

# Third-party header (prefix as written between <>) -> the only files (or folders) that may include it.
DOORS = {
    'glm/': ['engine/core/math.h'],
    'spdlog/': ['engine/core/log.cpp'],
    'vulkan/': ['engine/gpu/', 'engine/render/', 'app/draw/backend.cpp', 'app/host/host_window.cpp'],
    'GLFW/': ['app/host/host_window.cpp'],
    'ranges': ['tests/'],  # clang 14, which fuzzes on Debian 12, cannot compile the views of GCC 12's library
    'imgui': ['app/ui/', 'app/draw/'],
    'dcmtk/': ['engine/dicom/', 'engine/decoder/codecs.cpp', 'engine/archive_network/posix/'],
    'openssl/': ['engine/archive_network/posix/tls_openssl.cpp'],
    'openjpeg': ['engine/decoder/jpeg2000.cpp'],
    'seccomp': ['engine/decoder/child/posix/shut_off.cpp'],
    'archive': ['engine/dicom/unpack_libarchive.cpp'],
    'nifti': ['engine/volume/nifti.cpp'],
    'libav': ['engine/video/encoder_libav.cpp'],
    'libsw': ['engine/video/encoder_libav.cpp'],
    'png.h': ['engine/video/png.cpp'],
    'cairo': ['app/page/paper.cpp'],
    'X11/': ['app/host/posix/', 'tests/support/x11_hand.cpp'],
    'dlfcn.h': ['engine/system/posix/', 'app/host/posix/x11_of_glfw.h', 'tests/support/x11_hand.cpp'],
    **{header: ['engine/system/', 'engine/decoder/posix/', 'engine/decoder/windows/', 'engine/decoder/child/', 'tests/'] for header in (
        'unistd.h', 'fcntl.h', 'iconv.h', 'csignal', 'signal.h', 'sys/', 'pthread.h', 'poll.h', 'windows.h', 'io.h', 'shobjidl.h')},
    'CLI/': ['app/cli/options.cpp'],
    'ffnvcodec/': ['registration_cuda/driver.h'],
    'nlohmann/': ['app/cli/', 'app/demo/', 'app/row/saved_row_json.h', 'engine/dicom/sidecar.cpp', 'app/page/page_data.cpp', 'tests/'],
    'doctest/': ['tests/'],
    'benchmark/': ['tests/bench/'],
}
NOT_IN = {'engine/render/view.h': ['vulkan/'], 'engine/render/plane.h': ['vulkan/']}
SOURCES = ('.h', '.cpp', '.cu', '.cuh', '.vert', '.frag', '.comp', '.glsl', '.py', '.cmake')
CODE = ('.h', '.cpp', '.cu', '.cuh')
MOST_LINES, MOST_FUNCTION_LINES = 500, 60


def sources(root):
    for top in ('engine', 'shaders', 'app', 'registration_cuda', 'third_party', 'tests'):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(SOURCES):
                    yield os.path.relpath(os.path.join(folder, name), root)


def folder_of(path):
    folders = [f for f in MAY_REACH if path.startswith(f + '/')]
    return max(folders, key=len, default=None)


def may_reach(path, target):
    folder = folder_of(path)
    allowed = [folder, *MAY_REACH.get(folder, []), *MAY_REACH.get(path, [])]
    return folder_of(target) in allowed or target in allowed


def circle(table):
    """Folders that reach each other, one after the other; empty: there are none."""
    def walk(folder, way):
        if folder in way:
            return [*way[way.index(folder):], folder]
        return next((found for next_one in table.get(folder, []) if (found := walk(next_one, [*way, folder]))), [])
    return next((found for folder in table if (found := walk(folder, []))), [])


def included(text, opening='"'):
    return re.findall(r'^\s*#\s*include\s*' + opening + r'([^">]+)[">]', text, re.M)


def breaches_of_includes(texts, root):
    """Of a direct include, or of what is behind one. What lies behind a breach is not told again, nor what a header of
    the same folder reaches."""
    edges = {path: [t for t in included(text) if may_reach(path, t)] for path, text in texts.items()}

    def behind(path, target):
        reached, ways = {target}, [[target]]
        for way in ways:
            for next_one in edges.get(way[-1], []):
                if next_one not in reached:
                    reached.add(next_one)
                    ways.append([*way, next_one])
        return [way for way in ways if not may_reach(path, way[-1])]

    for path, text in texts.items():
        if path.endswith(CODE) and folder_of(path) is None:
            yield f'{path}: stands in no folder of the table'
        for target in included(text):
            if not os.path.exists(os.path.join(root, target)):
                yield f'{path}: "{target}" is not a path from the root'
            elif not may_reach(path, target):
                yield f'{path}: {folder_of(path)} may not include {target}'
            elif folder_of(path) != folder_of(target):
                for way in behind(path, target)[:1]:
                    yield f'{path}: {folder_of(path)} may not reach {way[-1]}, through {" > ".join(way)}'


def breaches_of_doors(path, text):
    for target in included(text, '<'):
        for prefix, doors in DOORS.items():
            inside = any(path == d or (d.endswith('/') and path.startswith(d)) for d in doors)
            if target.startswith(prefix) and (not inside and not path.startswith('tests/') or
                                              prefix in NOT_IN.get(path, [])):
                yield f'{path}: <{target}> may only be included by {", ".join(doors)}'


# What one system does in its own way stands in folders of that name; the compiler is not asked which one it is.
SYSTEM = re.compile(r'^\s*#\s*(?:el)?if.*\b(_WIN32|_WIN64|WIN32|_MSC_VER|__MINGW\w*|__linux__|__unix__|__APPLE__)\b', re.M)


def breaches_of_systems(path, text):
    for asked in SYSTEM.findall(text) if path.endswith(CODE) else []:
        yield f'{path}: asks for {asked}; what differs stands in posix/ and windows/'


NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"\((?:.*?)\)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\''
                     r'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.S | re.M)
FUNCTION = re.compile(r'\)\s*(?:(?:const|noexcept|override|final|mutable|requires [^;]*|->[^;]*|:[^:;][^;]*[)}])\s*)*$')


def blocks(text):
    """Of each pair of braces: what it belongs to, the heads of those around it and its own, first and last line."""
    code = NO_CODE.sub(lambda m: re.sub(r'[^\n]', ' ', m[0]), text)
    line, head, head_line, opened = 1, '', 1, []
    for c in code:
        if c == '{':
            kind = 'type' if re.search(r'\b(namespace|struct|class|union|enum)\b', head) and ')' not in head else (
                'function' if FUNCTION.search(head) else 'other')
            opened.append((kind, head, head_line))
            head = ''
        elif c == '}' and opened:
            kind, own, head_line = opened[-1]
            yield [kind for kind, _, _ in opened], [head for _, head, _ in opened], head_line, line
            opened.pop()
            # Braces of a value: what is said goes on behind them.
            head = own + '{}' if kind == 'other' else ''
        elif c == ';' or (c == ':' and head.strip() in ('public', 'private', 'protected')):
            head = ''
        else:
            if not head.strip() and not c.isspace():
                head_line = line
            head += c
        line += c == '\n'


def functions(text):
    """First and last line of every function that stands in no other."""
    for kinds, _, first, last in blocks(text):
        if kinds[-1] == 'function' and 'function' not in kinds[:-1]:
            yield first, last


def types(text):
    """The full name of every type that other files can mean, too: of a named namespace."""
    for _, heads, _, _ in blocks(text):
        own = re.search(r'\b(?:struct|class|union|enum(?: class)?)\s+(\w[\w:<>, ]*?)\s*(?:final\s*)?(?::[^:].*)?$', heads[-1], re.S)
        around = [re.search(r'\bnamespace\s+([\w:]+)\s*$', head) for head in heads[:-1]]
        if own and all(around):
            yield '::'.join([*(a[1] for a in around), own[1]])


def breaches_of_names(texts):
    """The linker takes one of two types of one name for both, without a word."""
    first = {}
    for path, text in texts.items():
        if path.startswith('tests/') or not path.endswith(CODE) or '/windows/' in path:
            continue
        for name in types(text):
            if first.setdefault(name, path) != path:
                yield f'{path}: {name} is already the name of a type in {first[name]}'


def breaches_of_length(path, text):
    lines = text.count('\n')
    if lines > MOST_LINES:
        yield f'{path}: {lines} lines, at most {MOST_LINES}'
    for first, last in functions(text) if path.endswith(CODE) else []:
        if last - first + 1 > MOST_FUNCTION_LINES:
            yield f'{path}:{first}: a function of {last - first + 1} lines, at most {MOST_FUNCTION_LINES}'


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    texts = {path: open(os.path.join(root, path), encoding='utf-8').read() for path in sources(root)}
    found = [f'the table has a circle: {" > ".join(circle(MAY_REACH))}'] if circle(MAY_REACH) else []
    found += [*breaches_of_includes(texts, root), *breaches_of_names(texts)]
    for path, text in texts.items():
        found += [*breaches_of_doors(path, text), *breaches_of_systems(path, text), *breaches_of_length(path, text)]
    print('\n'.join(found + [f'{len(texts)} files, {len(found)} breaches']))
    sys.exit(bool(found) or not texts)


if __name__ == '__main__':
    main()
