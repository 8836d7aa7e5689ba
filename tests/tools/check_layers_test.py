"""Proves that tools/check_layers.py catches what it is there for."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parent.parent.parent / "tools" / "check_layers.py"


class CheckLayers(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.src = pathlib.Path(folder.name) / "src"

    def check(self, files):
        for name, text in files.items():
            file = self.src / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        command = [sys.executable, str(TOOL), "--src", str(self.src)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def assert_refused(self, files, complaint):
        done = self.check(files)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn(complaint, done.stderr)

    def test_includes_that_point_down_pass(self):
        done = self.check({
            "main.cpp": '#include "cli/cli.hpp"\n',
            "api/a.hpp": '#include <boost/asio/awaitable.hpp>\n#include "app/customers.hpp"\n',
            "app/b.hpp": '#include <string>\n#include "store/unit/tx.hpp"\n#include "app/context.hpp"\n',
            "store/sqlite/c.cpp": '#include <sqlite3.h>\n#include "store/sql/sql.hpp"\n',
        })
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_upward_include_is_named_with_file_and_line(self):
        self.assert_refused({"core/page.hpp": '#pragma once\n#include "api/wire/pagination.hpp"\n'},
                            "src/core/page.hpp:2: ")

    def test_a_repository_may_not_know_its_driver(self):
        self.assert_refused({"store/unit/tx.hpp": '#include "store/sqlite/writer.hpp"\n'},
                            "may not include store/sqlite/")

    def test_the_drivers_may_not_know_each_other(self):
        self.assert_refused({"store/sqlite/a.cpp": '#include "store/postgres/b.hpp"\n'},
                            "may not include store/postgres/")

    def test_a_foreign_header_in_the_wrong_layer_is_refused(self):
        self.assert_refused({"auth/a.cpp": "#include <boost/json/value.hpp>\n"}, "src/auth/a.cpp:1: ")
        self.assert_refused({"api/b.cpp": "#include <boost/asio/ip/tcp.hpp>\n"}, "src/api/b.cpp:1:")
        self.assert_refused({"core/c.cpp": "#include <unistd.h>\n"}, "src/core/c.cpp:1: ")

    def test_a_header_allowed_in_one_file_is_refused_in_its_neighbour(self):
        line = "#include <spdlog/spdlog.h>\n"
        self.assertEqual(self.check({"base/log.cpp": line}).returncode, 0)
        self.assert_refused({"base/clock.hpp": line}, "src/base/clock.hpp:1: ")

    def test_a_folder_that_is_not_in_the_table_is_refused(self):
        self.assert_refused({"utils/text.hpp": "#include <string>\n"}, "utils/ is not in the table")
        self.assert_refused({"core/a.hpp": '#include "common/b.hpp"\n'}, "common/ is not in")

    def test_a_path_of_ours_starts_at_src(self):
        self.assert_refused({"core/a.hpp": '#include "b.hpp"\n'}, "write paths of ours from src/")


if __name__ == "__main__":
    unittest.main()
