"""The PostgreSQL schema and its statements can be sharded by store_id; and tools/check_sharding.py would notice."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOL = ROOT / "tools" / "check_sharding.py"


def check(root):
    return subprocess.run([sys.executable, str(TOOL), "--root", str(root)], capture_output=True, text=True, check=False)


class CheckSharding(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        shutil.copytree(ROOT / "src/store", self.root / "src/store")
        (self.root / "docs").mkdir()
        shutil.copy(ROOT / "docs/citus.sql", self.root / "docs")

    def add_schema(self, sql):
        (self.root / "src/store/schema/postgres/9999_more.sql").write_text(sql, encoding="utf-8")

    def add_source(self, text):
        (self.root / "src/store/metafields/more_repo.cpp").write_text(text, encoding="utf-8")

    def assert_refused(self, *complaints):
        done = check(self.root)
        self.assertEqual(done.returncode, 1, done.stdout)
        for complaint in complaints:
            self.assertIn(complaint, done.stderr)

    def test_this_project_passes(self):
        done = check(ROOT)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_keys_without_the_store_are_refused(self):
        self.add_schema('CREATE TABLE more (\n  store_id BIGINT NOT NULL REFERENCES store (store_id),\n'
                        '  id BIGINT NOT NULL PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE,\n  customer_id BIGINT,\n'
                        '  FOREIGN KEY (customer_id) REFERENCES customer (id)\n);\n'
                        'CREATE UNIQUE INDEX more_by_name\n  ON more (name, id);\n')
        self.assert_refused("table more: PRIMARY KEY (id) is", "table more: UNIQUE (name) is",
                            "table more: FOREIGN KEY (customer_id) is", "table more: UNIQUE INDEX (name, id) is",
                            "the table more is missing")

    def test_a_table_without_a_key_is_refused(self):
        self.add_schema("CREATE TABLE more (\n  store_id BIGINT NOT NULL\n);\n")
        self.assert_refused("table more: no primary key")

    def test_statements_without_the_store_are_refused(self):
        for text in ('"SELECT value FROM metafield WHERE id = $1"', '"UPDATE customer SET notes = $1"\n  " WHERE id = $2"',
                     '"DELETE FROM metafield WHERE namespace = \'store_id\'"', '"INSERT INTO customer (id) VALUES ($1)"'):
            self.add_source(f"constexpr std::string_view kMore =\n    {text};\n")
            self.assert_refused("more_repo.cpp: a statement without store_id")

    def test_composed_statements_need_the_store_in_their_function(self):
        self.add_source('Status a() {\n  query.sql("SELECT 1 FROM customer");\n  query.sql(" WHERE store_id = ");\n}\n')
        self.assertEqual(check(self.root).returncode, 0)
        self.add_source('Status a() {\n  query.sql("SELECT 1 FROM customer");\n}\nStatus b() {\n'
                        '  query.sql(" WHERE store_id = ");\n}\n')
        self.assert_refused("more_repo.cpp: a statement without store_id: SELECT 1 FROM customer")

    def test_the_sql_for_citus_must_be_whole_and_in_order(self):
        file = self.root / "docs/citus.sql"
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        customer = next(line for line in lines if "'customer'" in line)
        file.write_text("".join([line for line in lines if line != customer] + [customer]), encoding="utf-8")
        self.assert_refused("customer_address comes before customer, which it points to")
        file.write_text("".join(lines).replace("'metafield', 'store_id'", "'metafield', 'id'"), encoding="utf-8")
        self.assert_refused("metafield is not distributed by store_id")


if __name__ == "__main__":
    unittest.main()
