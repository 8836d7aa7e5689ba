#!/bin/bash
# INSERT ... RETURNING rowid on an FTS5 table returns -1 for the row that it has just numbered 1.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: RETURNING gives the number of the new row. Only DELETE and UPDATE of virtual tables refuse RETURNING.
# Seen: the number is -1 in each insert that leaves the choice to SQLite. A number that the insert names is right.
# Seen: an R*Tree table returns -1 as rowid too, and nothing as its own column "id".
# last_insert_rowid() is right. A program that stores RETURNING's number links all its rows to -1.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 :memory: <<'SQL'
CREATE VIRTUAL TABLE f USING fts5(name);
INSERT INTO f(name) VALUES ('red') RETURNING 'returned', rowid;
SELECT 'last_insert_rowid', last_insert_rowid();
INSERT INTO f(name) VALUES ('blue') RETURNING 'returned', rowid;
SELECT 'last_insert_rowid', last_insert_rowid();
INSERT INTO f(rowid, name) VALUES (77, 'green') RETURNING 'returned', rowid;
CREATE VIRTUAL TABLE r USING rtree(id, low, high);
INSERT INTO r(low, high) VALUES (1, 2) RETURNING 'rtree returned', rowid, quote(id);
SELECT 'rtree holds', id FROM r;
SQL
)" <<'EOF'
returned|-1
last_insert_rowid|1
returned|-1
last_insert_rowid|2
returned|77
rtree returned|-1|NULL
rtree holds|1
EOF
