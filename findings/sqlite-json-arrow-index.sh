#!/bin/bash
# An index on json_extract(j, '$.a') does not serve the query j ->> '$.a', which gives the same values.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: "->>" is another spelling of json_extract for a path to one scalar, so the index serves both.
# Seen: the planner compares the expressions as written. "->>" scans, without a warning. INDEXED BY makes it an error.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
seen=$(sqlite3 :memory: <<'SQL'
CREATE TABLE t(j TEXT);
CREATE INDEX i ON t(json_extract(j, '$.a'));
INSERT INTO t VALUES ('{"a":"x"}');
.eqp on
SELECT count(*) FROM t WHERE json_extract(j, '$.a') = 'x';
SELECT count(*) FROM t WHERE j ->> '$.a' = 'x';
SELECT count(*) FROM t WHERE j ->> 'a' = 'x';
SQL
)
expect "$(grep -v '^QUERY PLAN' <<<"$seen")" <<'EOF'
`--SEARCH t USING INDEX i (<expr>=?)
1
`--SCAN t
1
`--SCAN t
1
EOF
