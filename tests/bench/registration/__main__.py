#!/usr/bin/python3
"""How well longview registers, as one table: figures of the registration issue, beside the peers of Debian (plastimatch, elastix).

usage: python3 tests/bench/registration BUILD_FOLDER [--only PART,…] [--few] [--jsonl FILE]
BUILD_FOLDER holds bin/longview and bin/registration_batch (cmake --build BUILD_FOLDER --target longview registration_batch). Real
volumes come from $LONGVIEW_DATA, or ../shared/data beside the repository. Parts: """
import argparse, json, os, sys, tempfile

import figures
from programs import Batch

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..')


def main():
    parser = argparse.ArgumentParser(prog='registration', description=__doc__ + ', '.join(figures.PARTS))
    parser.add_argument('build')
    parser.add_argument('--only', default=','.join(figures.PARTS), help='parts, by comma')
    parser.add_argument('--seed', type=int, default=0, help='other than 0: other provoked results for the verdict')
    parser.add_argument('--few', action='store_true', help='a tenth of the cases')
    parser.add_argument('--jsonl', default=os.devnull, help='every single result is appended here')
    options = parser.parse_args()
    data = os.environ.get('LONGVIEW_DATA') or os.path.join(ROOT, '..', 'shared', 'data')
    if not os.path.isdir(data):
        sys.exit(f'SKIPPED: no real data at {data}')
    print('| figure | to reach | measured | |\n|---|---|---|---|')
    missed = 0
    with tempfile.TemporaryDirectory() as folder, open(options.jsonl, 'a') as log:
        bench = figures.Bench(options.build, data, folder, Batch(options.build), options.few, options.seed,
                              lambda **record: print(json.dumps(record), file=log, flush=True))
        for part in options.only.split(','):
            for what, to_reach, measured, reached in figures.PARTS[part](bench):
                print(f"| {what} | {to_reach} | {measured} | {'yes' if reached else 'NO'} |", flush=True)
                missed += not reached
    sys.exit(missed > 0)


if __name__ == '__main__':
    main()
