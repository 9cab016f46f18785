"""The parts of `dev.py test --all`: each runs on its own, within a limit, and ends with one line that counts.

A lane is a command that exits with 0 (all passed), 1 (something failed) or 77 (skipped, after a sentence that says
why) and prints `name: N passed, N failed, N skipped` last. A lane that was ended from outside gets its line here.
"""

import os
import time
from collections.abc import Mapping
from typing import NamedTuple

from running import run

SKIPPED = 77
LANE_LIMIT = 10 * 60.0
WHOLE_LIMIT = 80 * 60.0


class Lane(NamedTuple):
    """A name without spaces, the command, and how many seconds it may take.

    `optional`: may be skipped even where nothing else may be, as it needs another system to build on.
    """

    name: str
    command: list[str]
    limit: float = LANE_LIMIT
    optional: bool = False


def counts(name: str, passed: int, failed: int, skipped: int) -> str:
    """The one line a lane ends with."""
    return f"{name}: {passed} passed, {failed} failed, {skipped} skipped"


def strict() -> bool:
    """Whether this is where nothing may be left out for want of a tool: a server that tries every change."""
    return os.environ.get("CI", "").lower() == "true"


def run_lanes(lanes: list[Lane], variables: Mapping[str, str]) -> bool:
    """Run one lane after the other; true when none failed and, where CI=true, none was skipped that may not be."""
    deadline = time.monotonic() + WHOLE_LIMIT
    verdicts = [_run_lane(lane, variables, deadline - time.monotonic(), strict()) for lane in lanes]
    return all(verdicts)


def _run_lane(lane: Lane, variables: Mapping[str, str], left: float, complete: bool) -> bool:
    print(f"\n== {lane.name} ==", flush=True)
    if left <= 0:
        print(f"All {WHOLE_LIMIT / 60:.0f} minutes are used up; {lane.name} was not run.")
        print(counts(lane.name, 0, 1, 0), flush=True)
        return False
    limit = min(lane.limit, left)
    started = time.monotonic()
    outcome = run(lane.command, variables, limit)
    if outcome.stray:
        print(f"{lane.name} left processes behind, which were ended: {', '.join(outcome.stray)}")
    if outcome.code is None:
        print(f"{lane.name} was stopped after its {limit / 60:.0f} minutes.")
    complete = complete and not lane.optional
    if outcome.code == SKIPPED and complete:
        print(f"With CI=true nothing may be skipped: {lane.name} counts as failed.")
    # A crash, a stop or a forbidden skip never came to its own line.
    if outcome.code not in (0, 1, SKIPPED) or (outcome.code == SKIPPED and complete):
        print(counts(lane.name, 0, 1, 0))
    print(f"({lane.name} took {time.monotonic() - started:.0f} s)", flush=True)
    return outcome.code == 0 or (outcome.code == SKIPPED and not complete)
