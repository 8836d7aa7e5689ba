"""Where a server under test keeps its data: a file, or a database of its own on a running cluster."""

import contextlib
import os
import sqlite3
import subprocess
import uuid

KIND = os.environ.get("FIELDSTONE_TEST_DATABASE_KIND", "sqlite")


class SqliteDatabase:
    def __init__(self, folder):
        self.url = "sqlite:" + os.path.join(folder, "fieldstone.db")
        self.key_file = os.path.join(folder, "fieldstone.db.key")

    def execute(self, sql):
        with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:"))) as connection:
            connection.execute(sql)
            connection.commit()

    def rows(self, sql):
        """What a query finds, as lists of texts, while a server may be writing."""
        with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:"), timeout=30)) as connection:
            return [list(map(str, row)) for row in connection.execute(sql)]

    def drop(self):
        """The folder goes with its owner."""


class GivenDatabase:
    """One that lives and goes with somebody else."""

    def __init__(self, url):
        self.url = url

    def drop(self):
        """It goes with its owner."""


def admin_url():
    if "FIELDSTONE_TEST_POSTGRES_URL" in os.environ:
        return os.environ["FIELDSTONE_TEST_POSTGRES_URL"]
    with open(os.environ["FIELDSTONE_TEST_POSTGRES_URL_FILE"], encoding="utf-8") as file:
        return file.read()


class PostgresDatabase:
    """FIELDSTONE_TEST_POSTGRES_URL names a database whose user may create others; …_URL_FILE a file that does."""

    def __init__(self, folder, template="template1"):
        self.key_file = os.path.join(folder, "fieldstone.key") if folder else None
        self._admin_url = admin_url()
        self._name = "fieldstone_e2e_" + uuid.uuid4().hex[:16]
        self._run(f'CREATE DATABASE "{self._name}" TEMPLATE "{template}"')
        base, _, query = self._admin_url.partition("?")
        self.url = base.rsplit("/", 1)[0] + "/" + self._name + ("?" + query if query else "")

    def execute(self, sql):
        self._run(sql, self.url)

    def rows(self, sql):
        text = self._run(sql, self.url, "-At", "-F", "\t")
        return [line.split("\t") for line in text.splitlines()]

    def drop(self):
        self._run(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')

    def _run(self, sql, url=None, *options):
        return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, "-d", url or self._admin_url, "-c", sql],
                              check=True, capture_output=True, text=True, timeout=60).stdout


def create_database(folder):
    kinds = {"sqlite": SqliteDatabase, "postgres": PostgresDatabase}
    if KIND not in kinds:
        raise RuntimeError(f"FIELDSTONE_TEST_DATABASE_KIND is {KIND!r}: expected one of {', '.join(kinds)}")
    return kinds[KIND](folder)
