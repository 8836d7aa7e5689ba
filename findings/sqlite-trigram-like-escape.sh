#!/bin/bash
# LIKE on an FTS5 trigram table reads the whole table as soon as the query has an ESCAPE clause.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: the trigram index serves LIKE '%text%' with or without ESCAPE, as an ordinary index serves a prefix with ESCAPE.
# Seen: the plan loses the index constraint ("L0") when ESCAPE is there, though the pattern escapes nothing.
# A search that escapes "%" and "_" of its users, as it should, is a scan. The rows are the same.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
seen=$(sqlite3 :memory: <<'SQL'
CREATE VIRTUAL TABLE f USING fts5(t, tokenize='trigram');
INSERT INTO f VALUES ('one widget'), ('another');
.eqp on
SELECT t FROM f WHERE t LIKE '%widget%';
SELECT t FROM f WHERE t LIKE '%widget%' ESCAPE '!';
.eqp off
CREATE TABLE p(t TEXT COLLATE NOCASE);
CREATE INDEX i ON p(t);
.eqp on
SELECT t FROM p WHERE t LIKE 'widget%' ESCAPE '!';
SQL
)
expect "$(grep -v '^QUERY PLAN' <<<"$seen")" <<'EOF'
`--SCAN f VIRTUAL TABLE INDEX 0:L0
one widget
`--SCAN f VIRTUAL TABLE INDEX 0:
one widget
`--SEARCH p USING COVERING INDEX i (t>? AND t<?)
EOF
