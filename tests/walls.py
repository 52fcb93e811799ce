#!/usr/bin/python3
"""The walls: which folder may include which, which files may include a third party, how long files and
functions may be. Prints every breach; exits 1 when there is one.

usage: tests/walls.py [ROOT]        (default: this repository)
"""
import os, re, sys

ENGINE = {
    'engine/core': [],
    'engine/volume': ['engine/core'],
    'engine/study': ['engine/core', 'engine/volume'],
    'engine/dicom': ['engine/core', 'engine/volume', 'engine/study'],
    'engine/registration': ['engine/core', 'engine/volume'],
    'engine/gpu': ['engine/core', 'shaders/shared'],
    'engine/render': ['engine/core', 'engine/volume', 'engine/gpu', 'shaders/shared'],
    'engine/video': ['engine/core'],
    'engine/demo': ['engine/core', 'engine/volume', 'engine/dicom', 'engine/registration'],
    'shaders/shared': ['engine/core'],
    'shaders': ['shaders/shared'],
    'registration_cuda': ['engine/core', 'engine/volume', 'engine/registration'],
}
EVERYTHING = list(ENGINE) + ['app', 'app/ui', 'tests']
# Folder -> folders it may include. The UI sees the application, plain views and results, never files,
# devices or jobs; UI_DOORS are the two files that draw it.
ALLOWED = dict(ENGINE)
ALLOWED['app/ui'] = ['app', 'engine/core', 'engine/volume', 'engine/study', 'engine/registration']
ALLOWED['app'] = ['app/ui'] + list(ENGINE)
ALLOWED['tests'] = EVERYTHING
EXTRA_EDGES = {  # file -> folders it may include on top
    'app/ui/backend.h': ['engine/gpu'],
    'app/ui/backend.cpp': ['engine/gpu', 'shaders/shared'],
}
EXTRA_FILES = {'app/ui': ['engine/render/view.h', 'engine/render/plane.h']}

# Third-party header (prefix as written between <>) -> the only files (or folders) that may include it.
DOORS = {
    'glm/': ['engine/core/math.h'],
    'spdlog/': ['engine/core/log.cpp'],
    'vulkan/': ['engine/gpu/', 'engine/render/', 'app/ui/backend.cpp', 'app/host_window.cpp'],
    'GLFW/': ['app/host_window.cpp'],
    'imgui': ['app/ui/'],
    'dcmtk/': ['engine/dicom/'],
    'openjpeg': ['engine/dicom/jpeg2000.cpp'],
    'zip.h': ['engine/dicom/zip.cpp'],
    'nifti': ['engine/volume/nifti.cpp'],
    'libav': ['engine/video/encoder_libav.cpp'],
    'libsw': ['engine/video/encoder_libav.cpp'],
    'png.h': ['engine/video/png.cpp'],
    'dlfcn.h': ['engine/video/encoder.cpp', 'registration_cuda/driver.cpp'],
    'CLI/': ['app/options.cpp'],
    'ffnvcodec/': ['registration_cuda/driver.h'],
    'nlohmann/': ['app/', 'engine/demo/', 'tests/'],
    'doctest/': ['tests/'],
    'benchmark/': ['tests/bench/'],
}
NOT_IN = {'engine/render/view.h': ['vulkan/'], 'engine/render/plane.h': ['vulkan/']}
SOURCES = ('.h', '.cpp', '.cu', '.cuh', '.vert', '.frag', '.comp', '.glsl', '.py', '.cmake')
MOST_LINES, MOST_FUNCTION_LINES = 500, 60


def sources(root):
    for top in ('engine', 'shaders', 'app', 'registration_cuda', 'third_party', 'tests'):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith(SOURCES):
                    yield os.path.relpath(os.path.join(folder, name), root)


def module_of(path):
    folders = sorted((f for f in EVERYTHING if path.startswith(f + '/')), key=len)
    return folders[-1] if folders else None


def may_include(path, target):
    module, other = module_of(path), module_of(target)
    return (other == module or other in ALLOWED.get(module, []) or other in EXTRA_EDGES.get(path, []) or
            target in EXTRA_FILES.get(module, []))


def breaches_of_includes(path, text, root):
    for opening, target in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.M):
        if opening == '"':
            if not os.path.exists(os.path.join(root, target)):
                yield f'{path}: "{target}" is not a path from the root'
            elif not may_include(path, target):
                yield f'{path}: {module_of(path)} may not include {target}'
            continue
        for prefix, doors in DOORS.items():
            inside = any(path == d or (d.endswith('/') and path.startswith(d)) for d in doors)
            if target.startswith(prefix) and (not inside and not path.startswith('tests/') or
                                              prefix in NOT_IN.get(path, [])):
                yield f'{path}: <{target}> may only be included by {", ".join(doors)}'


def breaches_of_length(path, text):
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        yield f'{path}: {len(lines)} lines, at most {MOST_LINES}'
    if not path.endswith(('.h', '.cpp', '.cu', '.cuh')):
        return
    start = None      # clang-format leaves the first and last line of a function in column 0 (or, in a class, at 2)
    for number, line in enumerate(lines):
        if re.match(r'(  )?[A-Za-z].*\) ?(const|noexcept|override|\s)*(:.*)?\{$', line) or re.match(r'    .*\) (const )?\{$', line):
            start = number if start is None else start
        if re.match(r'(  )?\}', line) and start is not None:
            if number - start + 1 > MOST_FUNCTION_LINES:
                yield f'{path}:{start + 1}: a function of {number - start + 1} lines, at most {MOST_FUNCTION_LINES}'
            start = None


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found, count = [], 0
    for path in sources(root):
        text = open(os.path.join(root, path), encoding='utf-8').read()
        count += 1
        found += breaches_of_includes(path, text, root)
        found += breaches_of_length(path, text)
    print('\n'.join(found + [f'{count} files, {len(found)} breaches']))
    sys.exit(bool(found) or count == 0)


main()
