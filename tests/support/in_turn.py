"""Tests of one program that stand in one list."""
import time


def run_in_turn(tests, subject):
    """Prints how each ended and, at the end, how many; whether one failed."""
    failed = 0
    for test in tests:
        began = time.monotonic()
        try:
            test(subject)
            print(f'{test.__name__} passed in {time.monotonic() - began:.1f} s', flush=True)
        except AssertionError as error:
            failed += 1
            print(f'{test.__name__} FAILED: {str(error)[:900]}', flush=True)
    print(f'{len(tests) - failed} passed, {failed} failed')
    return failed > 0
