"""Proves that tools/check_rules.py catches what it is there for."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parent.parent.parent / "tools" / "check_rules.py"
SHEET = "| # | Rule |\n|---|---|\n| AB-1 | a |\n| AB-2 | b |\n| AB-4 | c |\n| AB-41 | d |\n"


class CheckRules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("docs/contract/sheet.md", SHEET)
        self.write("docs/contract/implemented.txt", "")

    def write(self, name, text):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def check(self):
        command = [sys.executable, str(TOOL), "--root", str(self.root)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def assert_passes(self, summary):
        done = self.check()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(summary, done.stdout)

    def assert_refused(self, complaint):
        done = self.check()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(complaint, done.stderr)

    def test_an_id_that_no_sheet_has_is_named_with_file_and_line(self):
        self.write("src/core/a.cpp", "// AB-1\n// AB-3\n")
        self.assert_refused("src/core/a.cpp:2: no sheet has AB-3")

    def test_the_end_of_a_range_must_exist(self):
        self.write("tests/a.cpp", "// AB-1 … AB-5\n")
        self.assert_refused("tests/a.cpp:1: no sheet has AB-5")

    def test_prefixes_that_no_sheet_uses_are_not_rules(self):
        self.write("src/core/a.cpp", "// UTF-8, SHA-256, TAB-1, AB-1\n")
        self.assert_passes("4 in the sheets")

    def test_an_implemented_rule_needs_a_test_that_cites_it(self):
        self.write("docs/contract/implemented.txt", "AB-4 # a reason\n")
        self.write("src/core/a.cpp", "// AB-4\n")
        self.write("tests/a.cpp", "// AB-41\n")
        self.assert_refused("no test cites AB-4,")

    def test_every_spelling_of_a_range_cites_the_rules_within(self):
        self.write("docs/contract/implemented.txt", "AB-1..AB-4\n")
        for text in ("AB-1 … AB-4", "AB-1…4", "AB-1..4", "AB-1–AB-4", "AB-1 …\n// AB-4"):
            self.write("tests/a.cpp", f"// {text}\n")
            self.assert_passes("3 implemented, 3 of them cited")

    def test_a_golden_case_cites_the_rule_of_its_name(self):
        self.write("docs/contract/implemented.txt", "AB-2\n")
        self.write("tests/golden/group/AB-2_key_65_code_points.http", "### request\n")
        self.assert_passes("1 implemented, 1 of them cited")

    def test_a_line_of_the_list_that_is_no_rule_is_refused(self):
        for line in ("AB-3", "AB-1, AB-2", "soon"):
            self.write("docs/contract/implemented.txt", f"# comment\n{line}\n")
            self.assert_refused("implemented.txt:2: neither a rule nor a range")

    def test_a_rule_is_defined_once(self):
        self.write("docs/contract/twin.md", "| AB-1 | again |\n")
        self.assert_refused("AB-1 is defined in sheet.md already")


if __name__ == "__main__":
    unittest.main()
