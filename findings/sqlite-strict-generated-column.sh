#!/bin/bash
# A STRICT table does not check the type of a generated column, and integrity_check then calls the database faulty.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: a text in an INTEGER column of a STRICT table is an error, for a generated column as for any other.
# Seen: the insert succeeds for a VIRTUAL and for a STORED column. The column holds a text.
# Seen: integrity_check reports both columns afterwards. The ordinary column refuses the same text.
# NOT NULL and CHECK on a generated column are enforced, so CHECK (typeof(n) = 'integer') closes the gap.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 :memory: 2>&1 <<'SQL'
CREATE TABLE t(
  j TEXT,
  ordinary INTEGER,
  virtual INTEGER AS (json_extract(j, '$.n')) VIRTUAL,
  stored INTEGER AS (json_extract(j, '$.n')) STORED
) STRICT;
INSERT INTO t(ordinary) VALUES ('ten');
INSERT INTO t(j) VALUES ('{"n":"ten"}');
SELECT virtual, typeof(virtual), stored, typeof(stored) FROM t;
PRAGMA integrity_check;
CREATE TABLE c(j TEXT, n INTEGER CHECK (typeof(n) = 'integer') AS (json_extract(j, '$.n'))) STRICT;
INSERT INTO c(j) VALUES ('{"n":"ten"}');
SQL
)" <<'EOF'
Runtime error near line 7: cannot store TEXT value in INTEGER column t.ordinary (19)
ten|text|ten|text
non-INTEGER value in t.virtual
non-INTEGER value in t.stored
Runtime error near line 12: CHECK constraint failed: typeof(n) = 'integer' (19)
EOF
