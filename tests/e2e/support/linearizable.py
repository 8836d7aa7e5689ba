"""Is there one order of overlapping operations that explains every answer?

A history is a list of operations on one thing. Each was under way from `start` to `end`; one that was never answered
has no end and may have happened at any moment after its start, or not at all. The search is Wing and Gong's with
Lowe's memory of what was tried (set of operations done, state), which is quick where few operations overlap."""

import math
from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Operation:
    start: float
    end: float  # math.inf: never answered
    step: Callable[[Any], Any]  # state -> state after it, or IMPOSSIBLE when its answer does not fit the state
    text: str = ""

    @property
    def answered(self):
        return self.end != math.inf


IMPOSSIBLE = object()


def linearizable(initial, operations):
    """True when the answers fit one after the other; states must be hashable."""
    operations = sorted(operations, key=lambda operation: operation.start)
    needed = sum(1 << i for i, operation in enumerate(operations) if operation.answered)
    tried, open_paths = set(), [(0, initial)]
    while open_paths:
        done, state = open_paths.pop()
        if done & needed == needed:
            return True
        for i in _next_candidates(operations, done):
            after = operations[i].step(state)
            path = (done | 1 << i, after)
            if after is not IMPOSSIBLE and path not in tried:
                tried.add(path)
                open_paths.append(path)
    return False


def _next_candidates(operations, done):
    """Those that may come first among what is left: nothing left was answered before they began."""
    first_end, candidates = math.inf, []
    for i, operation in enumerate(operations):
        if done >> i & 1:
            continue
        if operation.start > first_end:
            break
        candidates.append(i)
        first_end = min(first_end, operation.end)
    return [i for i in candidates if operations[i].start <= first_end]
