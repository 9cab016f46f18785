#!/usr/bin/env python3
"""The commands of the house: `python3 packaging/dev.py --help`. Standard library only, and nothing to install first.

This file and interpreter.py also start on an older Python, so that a supported one can be found and take over.
"""

import os
import sys

from interpreter import NEWEST, OLDEST, NoInterpreter, find


def main() -> int:
    """Carry out the command, under a Python that can read the rest of these files."""
    if sys.version_info < OLDEST:
        try:
            supported = find()
        except NoInterpreter as problem:
            print(problem, file=sys.stderr)
            return 2
        os.execv(supported.path, [supported.path, os.path.abspath(__file__)] + sys.argv[1:])
    from commands import main as carry_out  # newer syntax: only now

    return carry_out(sys.argv[1:])


if __name__ == "__main__":
    assert OLDEST <= NEWEST
    sys.exit(main())
