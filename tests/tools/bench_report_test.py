"""Proves that the benchmark's judging, comparing and choice of parts say what they should (no measuring here)."""

import json
import pathlib
import socket
import sys
import tempfile
import unittest

BENCH = pathlib.Path(__file__).resolve().parent.parent.parent / "bench"
sys.path.insert(0, str(BENCH))

# pylint: disable=wrong-import-position
import catalog  # noqa: E402
import harness  # noqa: E402
import orders  # noqa: E402
import report  # noqa: E402
import run  # noqa: E402

BUDGETS = {
    "ratio": {"part": "reads", "at_most": 1.5, "quick": {"at_most": 2}},
    "rate": {"part": "reads", "at_least": 0.6, "quick": False},
    "ours": {"part": "startup", "of": "ours", "at_most": 100},
}


def judged(*lines, quick=False, parts=("reads", "startup")):
    lines = list(lines)
    unheld = report.judge(lines, BUDGETS, quick, set(parts))
    return [one["pass"] for one in lines], unheld


class Judging(unittest.TestCase):
    def test_a_ratio_is_bounded_from_above_and_the_bound_itself_passes(self):
        verdicts, _ = judged(report.line("ratio", "w", 3.0, 2.0), report.line("ratio", "w", 3.1, 2.0))
        self.assertEqual(verdicts, [True, False])

    def test_a_rate_is_bounded_from_below(self):
        verdicts, _ = judged(report.line("rate", "w", 6, 10), report.line("rate", "w", 5.9, 10))
        self.assertEqual(verdicts, [True, False])

    def test_a_figure_of_ours_needs_no_floor(self):
        verdicts, _ = judged(report.line("ours", "w", 100), report.line("ours", "w", 101))
        self.assertEqual(verdicts, [True, False])

    def test_a_budgeted_ratio_without_its_floor_fails(self):
        self.assertEqual(judged(report.line("ratio", "w", 1.0))[0], [False])

    def test_a_line_without_a_budget_is_not_judged(self):
        self.assertEqual(judged(report.line("other", "w", 9.0, 1.0))[0], [None])

    def test_quick_runs_have_looser_bounds_or_none(self):
        verdicts, _ = judged(report.line("ratio", "w", 3.8, 2.0), report.line("rate", "w", 1, 10), quick=True)
        self.assertEqual(verdicts, [True, None])

    def test_a_budget_that_no_line_was_held_to_is_named_when_its_part_was_measured(self):
        self.assertEqual(judged(report.line("ours", "w", 1))[1], ["rate", "ratio"])
        self.assertEqual(judged(report.line("ours", "w", 1), quick=True)[1], ["ratio"])
        self.assertEqual(judged(report.line("ours", "w", 1), parts=["startup"])[1], [])

    def test_a_missing_budget_fails_the_run(self):
        passed = report.line("ours", "w", 1) | {"pass": True}
        self.assertFalse(run.summary([passed], [])[1])
        self.assertTrue(run.summary([passed], ["ratio"])[1])
        self.assertTrue(run.summary([passed | {"pass": False}], [])[1])


class Comparing(unittest.TestCase):
    def write(self, folder, name, at, sizes):
        result = {"at": at, "settings": {"sizes": sizes}, "lines": [report.line(name, name, 1.0, 2.0)]}
        (folder / f"{name}.json").write_text(json.dumps(result), encoding="utf-8")

    def test_the_newest_earlier_result_of_the_same_sizes_is_taken(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            self.write(folder, "older", "2026-01-01", [[1, 2]])
            self.write(folder, "newer", "2026-01-02", [[1, 2]])
            self.write(folder, "larger", "2026-01-03", [[10, 2]])
            self.write(folder, "itself", "2026-01-04", [[1, 2]])
            found, lines = report.newest_before(folder, "itself.json", [[1, 2]])
            self.assertEqual((found, lines[0]["key"]), ("newer.json", "newer"))
            self.assertEqual(report.newest_before(folder, "itself.json", [[3, 3]]), ("", []))

    def test_results_of_an_older_form_are_passed_over(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "old.json").write_text('{"at": "2026", "settings": {"metafields": 1}, "rows": []}', encoding="utf-8")
            self.assertEqual(report.newest_before(folder, "x.json", [[1, 2]]), ("", []))

    def test_the_table_shows_the_ratio_of_before(self):
        before = [report.line("a", "w", 6.0, 2.0)]
        shown = report.table([report.line("a", "w", 2.0, 2.0)], before).splitlines()[-1]
        self.assertEqual(shown.split()[-1], "3.00")

    def test_work_that_became_dearer_beside_its_floor_is_named(self):
        before = [report.line("a", "get", 1, 1, (10.0, 10.0))]
        dearer = [report.line("a", "get", 1, 1, (24.0, 20.0))]  # 1.2 times the floor's, was 1.0
        as_dear = [report.line("a", "get", 1, 1, (20.0, 20.0))]
        self.assertIn("get: CPU 1.00 -> 1.20", " ".join(report.slower(dearer, before)))
        self.assertEqual(list(report.slower(as_dear, before)), [])
        self.assertEqual(list(report.slower(dearer, [])), [])


class Files(unittest.TestCase):
    def test_each_budget_belongs_to_a_part(self):
        budgets = json.loads((BENCH / "budgets.json").read_text(encoding="utf-8"))
        for key, budget in budgets.items():
            with self.subTest(key):
                self.assertIn(budget["part"], (*run.PARTS, "run"))
                self.assertTrue({"at_most", "at_least"} & set(budget))

    def test_each_filter_of_records_has_a_budget(self):
        budgets = json.loads((BENCH / "budgets.json").read_text(encoding="utf-8"))
        for part in (catalog.Part, orders.Part):
            wanted = {f"{part.kind}.{name}" for name in part.filters}
            self.assertEqual(wanted - set(budgets), set())

    def test_a_part_brings_the_parts_that_it_needs_in_order(self):
        self.assertEqual(list(run.modules_of(["rivals"])), ["reads", "creates", "rivals"])


class Asking(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = socket.socketpair()
        self.addCleanup(self.ours.close)
        self.addCleanup(self.theirs.close)

    def test_an_answer_in_pieces_is_read_to_its_end(self):
        self.theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100)
        harness.ask(self.ours, "/a", bytearray(64))
        self.ours.setblocking(False)
        with self.assertRaises(BlockingIOError):
            self.ours.recv(1)

    def test_an_answer_without_a_body_is_one(self):
        self.theirs.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        harness.ask(self.ours, "/a", bytearray(64))

    def test_an_error_is_told(self):
        self.theirs.sendall(b"HTTP/1.1 422 Unprocessable\r\nContent-Length: 2\r\n\r\nno")
        with self.assertRaisesRegex(harness.BenchError, "/a answered b'no'"):
            harness.ask(self.ours, "/a", bytearray(64))


if __name__ == "__main__":
    unittest.main()
