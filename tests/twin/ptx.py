#!/usr/bin/python3
"""What the cards' code must be, read from its text, and from NVIDIA's assembler where that is at hand.

usage: ptx.py text KERNELS.ptx
       ptx.py assembled KERNELS.ptx [PTXAS]
"""
import re, shutil, subprocess, sys, tempfile

KERNELS = ('place', 'histogram', 'information', 'join', 'accept', 'table', 'slope', 'solve')
CARDS = (75, 80, 86, 89, 90, 100)
# A processor of every such card has 65,536 registers: with 128, two blocks of 256 threads run on it at
# once, so that one works while the other waits for memory. What is spilled is read and written in the
# card's memory, in the loops over samples millions of times.
MOST_REGISTERS, MOST_SPILLED_BYTES = 128, 0
# The kernel that solves a climb's equations keeps a 6 x 6 matrix of doubles on its stack, one thread a
# climb; the others need none.
MOST_STACK_BYTES = {'solve': 384}


def breaches_of_text(text):
    """An old driver must take it, and it must round as the processor does."""
    if '.version 6.0\n' not in text or '.target sm_70\n' not in text:
        yield 'not PTX 6.0 for cards from 7.0 on'
    for kernel in KERNELS:
        if f'.visible .entry lv_{kernel}(' not in text:
            yield f'there is no kernel lv_{kernel}'
    for word in re.findall(r'\.extern .*', text):
        yield f'needs what is not there: {word}'
    # Where the rounding is not named, the driver's compiler may join a product and a sum.
    for word in sorted(set(re.findall(r'\b(?:(?:add|sub|mul|div|sqrt|rcp)(?!\.rn)|fma|mad)[a-z.]*\.f(?:32|64)\b', text))):
        yield f'may round otherwise than the processor: {word}'
    for word in sorted(set(re.findall(r'\b(?:atom|red)\.(?!shared\.)\S*', text))):
        yield f'adds outside of the memory that a block shares: {word}'


def breaches_of_kernel(card, name, report):
    most = {'registers': MOST_REGISTERS, 'bytes spill stores': MOST_SPILLED_BYTES,
            'bytes spill loads': MOST_SPILLED_BYTES, 'bytes stack frame': MOST_STACK_BYTES.get(name, 0)}
    for what, limit in most.items():
        number = int(re.search(rf'(\d+) {what}', report).group(1))
        if number > limit:
            yield f'sm_{card} {name}: {number} {what}, at most {limit}'


def breaches_of_code(path, ptxas):
    for card in CARDS:
        with tempfile.NamedTemporaryFile() as out:
            done = subprocess.run([ptxas, '-v', f'-arch=sm_{card}', '-o', out.name, path], capture_output=True, text=True)
        if done.returncode != 0:
            yield f'sm_{card}: {done.stderr}'
            continue
        reports = re.split(r"Compiling entry function 'lv_(\w+)'", done.stderr)[1:]
        kernels = dict(zip(reports[::2], reports[1::2]))
        if sorted(kernels) != sorted(KERNELS):
            yield f'sm_{card}: kernels {sorted(kernels)}'
        for name, report in kernels.items():
            yield from breaches_of_kernel(card, name, report)


def main():
    kind, path = sys.argv[1:3]
    if kind == 'text':
        with open(path, encoding='ascii') as file:
            found = list(breaches_of_text(file.read()))
    else:
        ptxas = (sys.argv[3:] + [shutil.which('ptxas') or shutil.which('/usr/local/cuda/bin/ptxas')])[0]
        if not ptxas:
            print("SKIPPED: NVIDIA's assembler, ptxas, is not here")
            return
        found = list(breaches_of_code(path, ptxas))
    print('\n'.join(found + [f'{len(found)} breaches']))
    sys.exit(bool(found))


main()
