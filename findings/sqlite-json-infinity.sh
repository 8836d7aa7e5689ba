#!/bin/bash
# SQLite's JSON functions read 1e400 as an infinity and write it as Inf, which is no JSON.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: a number too large for a REAL stays as written, or is null as in JSON.stringify, or is an error.
# Seen: json_extract gives Inf. json_array, json_object and json_set then write the letters Inf.
# Seen: json_valid refuses what they wrote. Copying one member of a valid document makes an invalid one.
# "->" copies the number as it was written.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 :memory: <<'SQL'
CREATE TABLE t(j TEXT);
INSERT INTO t VALUES ('{"n":1e400}');
SELECT 'read', json_valid(j), json_extract(j, '$.n') FROM t;
CREATE TABLE made AS
  SELECT json_object('n', json_extract(j, '$.n')) AS j FROM t UNION ALL
  SELECT json_array(-json_extract(j, '$.n')) FROM t UNION ALL
  SELECT json_set(j, '$.m', json_extract(j, '$.n')) FROM t UNION ALL
  SELECT json_object('n', j -> '$.n') FROM t;
SELECT j, json_valid(j) FROM made;
SQL
)" <<'EOF'
read|1|Inf
{"n":Inf}|0
[-Inf]|0
{"n":1e400,"m":Inf}|0
{"n":1e400}|1
EOF
