#!/usr/bin/python3
"""What `cmake --install` lays down: each file in its place, programs built as Debian builds its own, the film encoder
found where it was installed, XML that parses, a version that is the program's.

usage: install.py BUILD_FOLDER
"""
import json, os, re, subprocess, sys, tempfile
import xml.etree.ElementTree as xml

PLACES = ['bin/longview', 'lib/longview/longview_libav.so', 'lib/longview/longview_decoder', 'share/applications/longview.desktop',
          'share/icons/hicolor/scalable/apps/longview.svg', 'share/mime/packages/longview.xml',
          'share/metainfo/org.longview.longview.metainfo.xml', 'share/longview/cohort/Snakefile', 'share/longview/schema/index.schema.json',
          'share/doc/longview/copyright']


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def check_hardened(path):
    kind, segments, dynamic, symbols = (said('readelf', f, path) for f in ('-h', '-lW', '-d', '-sW'))
    assert re.search(r'Type:\s+DYN', kind), f'{path}: not position-independent'
    assert 'GNU_RELRO' in segments and 'BIND_NOW' in dynamic, f'{path}: its tables of functions stay writable'
    assert not re.search(r'GNU_STACK.*RWE', segments), f'{path}: an executable stack'
    assert '__stack_chk_fail' in symbols, f'{path}: stacks are not checked'


def check_compiled(build):
    """Checked copies leave no trace in a program that copies nothing of fixed size, so the commands are asked."""
    for step in json.load(open(os.path.join(build, 'compile_commands.json'))):
        assert '_FORTIFY_SOURCE=2' in step['command'] or step['file'].endswith('.cu'), step['file']


def main():
    build = sys.argv[1]
    if not re.search(r'CMAKE_BUILD_TYPE:\w+=Release', open(os.path.join(build, 'CMakeCache.txt')).read()):
        print('SKIPPED: only a release is installed')
        return
    with tempfile.TemporaryDirectory() as prefix:
        said('cmake', '--install', build, '--prefix', prefix)
        place = lambda name: os.path.join(prefix, name)
        for name in PLACES:
            assert os.path.getsize(place(name)) > 0, name
        for name in PLACES:
            if name.endswith(('.svg', '.xml')):
                xml.parse(place(name))
        check_compiled(build)
        check_hardened(place('bin/longview'))
        check_hardened(place('lib/longview/longview_libav.so'))
        check_hardened(place('lib/longview/longview_decoder'))
        version = said(place('bin/longview'), '--version').split()[-1]
        releases = xml.parse(place('share/metainfo/org.longview.longview.metainfo.xml')).iter('release')
        assert version in [r.get('version') for r in releases], f'no release {version} in the AppStream data'
        doctor = subprocess.run([place('bin/longview'), 'doctor'], capture_output=True, text=True).stdout
        assert re.search(r'^ok +film +H.264', doctor, re.M), doctor
        assert re.search(r'^ok +pictures', doctor, re.M), doctor
        print(len(PLACES), 'files installed')


main()
