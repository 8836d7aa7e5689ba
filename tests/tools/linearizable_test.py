"""The judge of the crash harness is itself judged: histories that are known to be right and wrong."""

import math
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from support.linearizable import IMPOSSIBLE, Operation, linearizable  # noqa: E402


def write(start, end, value):
    return Operation(start, end, lambda state: value)


def read(start, end, value):
    return Operation(start, end, lambda state: state if state == value else IMPOSSIBLE)


class Linearizable(unittest.TestCase):
    def test_histories_that_one_order_explains(self):
        for history in ([], [write(0, 1, 1), read(2, 3, 1)], [write(0, 5, 1), read(1, 2, 0), read(3, 4, 1)],
                        [write(0, math.inf, 1), read(1, 2, 0), read(3, 4, 1)], [write(0, math.inf, 1), read(3, 4, 0)],
                        [write(0, 9, 1), write(0, 9, 2), read(1, 2, 2), read(3, 4, 1)]):
            self.assertTrue(linearizable(0, history), history)

    def test_histories_that_no_order_explains(self):
        for history in ([write(0, 1, 1), read(2, 3, 0)], [write(0, 5, 1), read(1, 2, 1), read(3, 4, 0)],
                        [write(0, math.inf, 1), read(1, 2, 1), read(3, 4, 0)], [read(0, 1, 7)],
                        [write(5, math.inf, 1), read(1, 2, 1)],
                        [write(0, 9, 1), write(0, 9, 2), read(1, 2, 2), read(3, 4, 1), read(5, 6, 2)]):
            self.assertFalse(linearizable(0, history), history)


if __name__ == "__main__":
    unittest.main()
