"""Proves that the PostgreSQL tables can be distributed by store_id: each key, each foreign key and each statement of
the repositories has the column, and docs/citus.sql knows every table. What is exempt is named here, with its reason.

Composed statements are seen in pieces only; tests/e2e/sharding_test.py reads what a server really sends.

Usage: check_sharding.py [--root DIR]     prints FILE: REASON for each finding; exit 1: some
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLUMN = "store_id"

# (table, columns): reference tables, on every node, where any key will do.
FREE_KEYS = {
    ("store", "store_hash"): "stores are looked up by the hash in the URL",
    ("access_token", "token_hash"): "a token is looked up before its store is known",
    ("app", "client_id"): "an app is of no store",
}
# (file, what the statement begins with): statements that are not about one store.
FREE_STATEMENTS = {
    ("account_repo.cpp", "INSERT INTO store "): "makes the store_id",
    ("account_repo.cpp", "SELECT store_id, store_hash, created_at FROM store"): "finds a store, or lists all",
    ("account_repo.cpp", "SELECT t.store_id, s.store_hash, t.client_id"): "finds the store of a token; joins by store_id",
    ("account_repo.cpp", "SELECT 1 FROM api_account WHERE sealed_secret"): "asks once, at start, whether a key is needed",
    ("app_repo.cpp", "INSERT INTO app "): "apps are of no store",
    ("app_repo.cpp", "SELECT client_id, name, scopes, secret_hash"): "apps are of no store",
    ("app_repo.cpp", "DELETE FROM app WHERE"): "apps are of no store",
    ("delivery_repo.cpp", "SELECT count(*) FROM (SELECT 1 AS one FROM outbox LIMIT"): "a gauge, over all stores",
    ("hook_fate_repo.cpp", "SELECT store_id, client_id, domain, until_ms, reasons FROM hook_block WHERE until_ms"):
        "the dispatcher's, of all stores",
    ("hook_repo.cpp", "UPDATE hook SET is_active = 0, updated_at = CASE"): "the dispatcher's, of all stores",
}
# Files whose statements walk over all stores, or are for SQLite alone.
FREE_FILES = {
    "catalog.cpp": "reads the catalogue",
    "copy.cpp": "copies whole databases",
    "copy_rows.cpp": "copies whole databases",
    "derived_checks.cpp": "checks whole databases",
    "invariants.cpp": "checks whole databases; groups and joins by store_id",
    "limit_checks.cpp": "checks whole databases; groups by store_id",
    "name_search.cpp": "SQLite's own index; its rowid begins with the store",
    "record_checks.cpp": "checks whole databases; joins and groups by store_id",
    "record_repo.cpp": "the table's name comes from a declaration; each statement begins with the store; see the black-box lint",
    "table_checks.cpp": "checks whole databases; joins by store_id",
    "offset_list.hpp": "the caller's clause begins with the store; see the black-box lint",
}

# Rooms of store/ without statements about a store's rows.
DRIVERS = {"sqlite", "postgres"}

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
VERB = re.compile(r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\b")


def column_names(text):
    return [part.split()[0] for part in text.split(",")]


def tables_of(sql):
    """{table: [(what, columns)]} of CREATE TABLE and CREATE UNIQUE INDEX; and {table: tables it points to}."""
    sql = re.sub(r"--[^\n]*", "", sql)
    keys, parents = {}, {}
    for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\);", sql, re.S):
        found, pointed = keys.setdefault(name, []), parents.setdefault(name, set())
        for line in body.split("\n"):
            column = re.match(r"\s*(\w+)\s", line)
            if not column:
                continue
            table_key = re.match(r"\s*(PRIMARY KEY|UNIQUE) \(([^)]*)\)", line)
            foreign = re.match(r"\s*FOREIGN KEY \(([^)]*)\) REFERENCES (\w+) \(([^)]*)\)", line)
            inline = re.search(r"REFERENCES (\w+) \(([^)]*)\)", line)
            if table_key:
                found.append((table_key[1], column_names(table_key[2])))
            elif foreign:
                found += [("FOREIGN KEY", column_names(foreign[1])), ("FOREIGN KEY to", column_names(foreign[3]))]
                pointed.add(foreign[2])
            else:
                found += [(kind, [column[1]]) for kind in ("PRIMARY KEY", "UNIQUE") if kind in line]
                if inline:
                    found += [("FOREIGN KEY", [column[1]]), ("FOREIGN KEY to", column_names(inline[2]))]
                    pointed.add(inline[1])
    for name, columns in re.findall(r"CREATE UNIQUE INDEX \w+\s+ON (\w+) \(([^)]*)\)", sql):
        keys.setdefault(name, []).append(("UNIQUE INDEX", column_names(columns)))
    return keys, parents


def key_findings(keys):
    for table, found in sorted(keys.items()):
        if not any(what == "PRIMARY KEY" for what, _ in found):
            yield f"table {table}: no primary key"
        for what, columns in found:
            if COLUMN not in columns and (table, ",".join(columns)) not in FREE_KEYS:
                yield f"table {table}: {what} ({', '.join(columns)}) is without {COLUMN}"


def statements(source):
    """Every statement of a file: its text as far as it stands there in literals, and where it begins."""
    for start in LITERAL.finditer(source):
        if not VERB.match(start[1]):
            continue
        text, at = start[1], start.end()
        while True:
            literal = LITERAL.search(source, at)
            end = re.search(r"[;}]", source[at:literal.start() if literal else len(source)])
            if end or not literal:
                break
            text, at = text + literal[1], literal.end()
        yield text, start.start()


def block_around(source, at):
    """The function that a position is in, from the last line that begins at the margin to the next brace there, with
    the functions where…() of its file that it calls."""
    begins = [match.start() for match in re.finditer(r"^\w", source[:at], re.M)]
    end = re.search(r"^\}", source[at:], re.M)
    block = source[begins[-1] if begins else 0:at + end.start() if end else len(source)]
    clauses = {match[1]: match[0] for match in re.finditer(r"::(where\w*)\(QueryBuilder.*?^\}", source, re.M | re.S)}
    while called := [name for name in clauses if re.search(rf"\b{name}\(query\b", block)]:
        block += "".join(clauses.pop(name) for name in called)
    return block


def names_the_store(text):
    if text.startswith("INSERT"):
        return re.match(r"INSERT INTO \w+ \([^)]*\bstore_id\b", text) is not None
    return re.search(r"\bstore_id (=|IN)", text) is not None


def statement_findings(folder):
    for file in sorted([*folder.rglob("*.cpp"), *folder.rglob("*.hpp")]):
        if file.name in FREE_FILES or file.relative_to(folder).parts[0] in DRIVERS:
            continue
        source = file.read_text(encoding="utf-8")
        for text, at in statements(source):
            composed = ".sql(" in source[max(0, at - 40):at]
            if names_the_store(text) or composed and names_the_store(block_around(source, at)):
                continue
            if any(file.name == name and text.startswith(begin) for name, begin in FREE_STATEMENTS):
                continue
            yield f"{file.name}: a statement without {COLUMN}: {text[:90]}"


def citus_findings(sql, keys, parents):
    sql = re.sub(r"--[^\n]*", "", sql)
    placed, reference = [], set()
    dropped = {(table, name) for table, name in re.findall(r"ALTER TABLE (\w+) DROP CONSTRAINT (\w+)", sql)}
    for kind, table, column in re.findall(r"create_(reference|distributed)_table\('(\w+)'(?:, '(\w+)')?", sql):
        if table not in keys:
            yield f"docs/citus.sql: there is no table {table}"
        for parent in parents.get(table, set()):
            if parent not in placed and not any(name == table for name, _ in dropped):
                yield f"docs/citus.sql: {table} comes before {parent}, which it points to"
        if kind == "reference":
            reference.add(table)
        elif column != COLUMN:
            yield f"docs/citus.sql: {table} is not distributed by {COLUMN}"
        placed.append(table)
    # The last statement takes every other table with a store_id; those that point to more than the store must be
    # named, for their order matters.
    takes_the_rest = "FROM pg_dist_partition" in sql
    for table in sorted(set(keys) - set(placed)):
        if takes_the_rest and parents.get(table, set()) <= {"store"}:
            continue
        yield f"docs/citus.sql: the table {table} is missing"
    for table in sorted({table for table, _ in FREE_KEYS} - reference):
        yield f"docs/citus.sql: {table} has a key without {COLUMN}, so it must be a reference table"


def findings(root):
    schema = "\n".join(file.read_text(encoding="utf-8")
                       for file in sorted((root / "src/store/schema/postgres").glob("*.sql")))
    keys, parents = tables_of(schema)
    yield from key_findings(keys)
    yield from statement_findings(root / "src/store")
    yield from citus_findings((root / "docs/citus.sql").read_text(encoding="utf-8"), keys, parents)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    found = list(findings(parser.parse_args().root))
    for line in found:
        print(line, file=sys.stderr)
    print(f"sharding: {len(found)} findings" if found else f"sharding: every key and statement has {COLUMN}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
