#!/bin/bash
# Three commands of the sqlite3 shell cannot cope with generated columns, and .clone loses the rows with exit status 0.
# Version: the Debian package sqlite3, 3.40.1.
# Expected: .clone, .mode insert and .import leave generated columns out, as .dump does.
# Seen: .clone makes the table, copies no row, says "done" and exits with 0. The error is on standard error only.
# Seen: .mode insert prints statements that SQLite refuses. .import wants a column in the file for each of them.
# A table with one index over a member of a JSON column has such a column often. .dump and .backup keep the rows.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
sqlite3 from.db "CREATE TABLE t(body TEXT, n INT AS (json_extract(body, '\$.n'))); INSERT INTO t VALUES ('{\"n\":1}')"
printf '"{""n"":2}"\n' >rows.csv
expect "$(
  sqlite3 from.db '.clone clone.db' 2>message && echo 'exit status 0'
  cat message
  echo "rows after .clone: $(sqlite3 clone.db 'SELECT count(*) FROM t')"
  sqlite3 from.db '.mode insert t' 'SELECT * FROM t'
  sqlite3 from.db '.mode insert t' 'SELECT * FROM t' | sqlite3 from.db 2>&1
  sqlite3 from.db '.import --csv rows.csv t' 2>&1
  echo "rows after .import: $(sqlite3 from.db 'SELECT count(*) FROM t')"
  echo "rows after .dump: $(sqlite3 from.db .dump | sqlite3 dump.db && sqlite3 dump.db 'SELECT count(*) FROM t')"
)" <<'EOF'
t... done
exit status 0
Error 1: table t has 1 columns but 2 values were supplied on [SELECT * FROM "t"]
rows after .clone: 0
INSERT INTO t VALUES('{"n":1}',1);
Parse error near line 1: table t has 1 columns but 2 values were supplied
Error: table t has 1 columns but 2 values were supplied
rows after .import: 1
rows after .dump: 1
EOF
