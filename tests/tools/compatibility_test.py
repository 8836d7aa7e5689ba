"""Proves that tools/compatibility.py says of operations what is so."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "tools"))
import compatibility  # noqa: E402

TABLE = """
FS_PUBLISHED("Pages", "/v3/pages", "GET POST")
FS_PUBLISHED("Pages", "/v3/pages/{pageId}", "GET PUT DELETE")
FS_PUBLISHED("Sites", "/v3/sites", "GET")
"""
ROWS = "/v3/pages/{id}\tPUT\tscope\n/v3/pages\tGET\t-\n/v3/ours\tGET\t-\n/v3/pages/{id}\tGET\tscope\n"


class Compatibility(unittest.TestCase):
    def setUp(self):
        self.table = compatibility.compare(compatibility.read_published(TABLE), compatibility.read_rows(ROWS))

    def test_each_path_says_what_is_hosted(self):  # HTTP-190
        self.assertEqual(self.table, [("Pages", "/v3/pages", ["GET"], ["POST"]),
                                      ("Pages", "/v3/pages/{pageId}", ["GET", "PUT"], ["DELETE"]),
                                      ("Sites", "/v3/sites", [], ["GET"]),
                                      (compatibility.BEYOND, "/v3/ours", ["GET"], [])])

    def test_sums_count_published_operations_only(self):  # HTTP-190
        lines = list(compatibility.summary(self.table))
        self.assertIn("Of 6 published operations, 3 are hosted.", lines)
        self.assertEqual(lines[-2:], ["| Pages | 3 | 5 |", "| Sites | – | 1 |"])

    def test_only_what_stands_between_the_marks_changes(self):
        page = f"head\n{compatibility.BEGIN}\nold\n{compatibility.END}\ntail\n"
        made = compatibility.page_with(page, self.table)
        self.assertTrue(made.startswith(f"head\n{compatibility.BEGIN}\n") and made.endswith(f"{compatibility.END}\ntail\n"))
        self.assertNotIn("old", made)
        self.assertEqual(compatibility.page_with(made, self.table), made)
        with self.assertRaises(SystemExit):
            compatibility.page_with("no marks", self.table)


if __name__ == "__main__":
    unittest.main()
