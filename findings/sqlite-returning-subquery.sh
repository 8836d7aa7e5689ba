#!/bin/bash
# A subquery in RETURNING sees the table after the first row's change: neither before the statement nor after it.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: (SELECT count(*) FROM t) in RETURNING is the state before or after the statement, or grows row by row.
# Seen: a subquery that does not depend on the row is computed once, with the first row, in the middle of the statement.
# Seen: deleting three of three rows returns 2 left, three times. Inserting two into an empty table returns 1, twice.
# Seen: a subquery that depends on the row is computed each time, and counts 2, 1 and 0.
# PostgreSQL shows the state before the statement. A separate SELECT in the same transaction is clear.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 :memory: <<'SQL'
CREATE TABLE t(id INTEGER PRIMARY KEY);
INSERT INTO t VALUES (1), (2) RETURNING id, (SELECT count(*) FROM t);
INSERT INTO t VALUES (3);
DELETE FROM t RETURNING id, (SELECT count(*) FROM t);
INSERT INTO t VALUES (1), (2), (3);
DELETE FROM t RETURNING id, (SELECT count(*) FROM t AS rest WHERE rest.id <> -t.id);
SQL
)" <<'EOF'
1|1
2|1
1|2
2|2
3|2
1|2
2|1
3|0
EOF
