#!/bin/bash
# A progress handler does not stop a search in FTS5 that reads a hundred thousand entries and finds none.
# Versions: SQLite 3.40.1, of Debian 12, through the sqlite3 module of Python 3.11.
# Expected: a handler that says "stop" every thousand steps bounds the work of any query, so a deadline holds.
# Seen: the handler counts steps of SQLite's own machine. FTS5 reads and joins its lists inside a single step.
# Seen: a phrase, a NOT and an AND over all rows end normally, and the handler is never called.
# Seen: the same search with LIKE on a plain table is interrupted at once, and so is a MATCH that returns many rows.
# A limit on a search must bound its words before the query starts.
. "$(dirname "$0")/support/lib.sh"
need python3 python3
cat >find.py <<'PY'
import sqlite3

db = sqlite3.connect(":memory:")
db.executescript("""
CREATE TABLE plain(body);
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100000)
INSERT INTO plain SELECT 'common ' || printf('%x', i * 7919) FROM c;
CREATE VIRTUAL TABLE search USING fts5(body);
INSERT INTO search SELECT body FROM plain;
""")
calls = 0


def stop():
    global calls
    calls += 1
    return 1


print("SQLite", sqlite3.sqlite_version)
db.set_progress_handler(stop, 1000)
for where in (
    "plain WHERE body LIKE '%common common%'",
    "search WHERE search MATCH 'common'",
    "search WHERE search MATCH '\"common common\"'",
    "search WHERE search MATCH 'common NOT common'",
    "search WHERE search MATCH 'a* AND \"common common\"'",
):
    calls = 0
    try:
        rows = db.execute("SELECT count(*) FROM " + where).fetchone()[0]
        print(where, "->", rows, "rows, calls:", calls)
    except sqlite3.OperationalError as error:
        print(where, "->", error, "calls:", calls)
PY
expect "$(python3 find.py)" <<'EOF'
SQLite 3.40.1
plain WHERE body LIKE '%common common%' -> interrupted calls: 1
search WHERE search MATCH 'common' -> interrupted calls: 1
search WHERE search MATCH '"common common"' -> 0 rows, calls: 0
search WHERE search MATCH 'common NOT common' -> 0 rows, calls: 0
search WHERE search MATCH 'a* AND "common common"' -> 0 rows, calls: 0
EOF
