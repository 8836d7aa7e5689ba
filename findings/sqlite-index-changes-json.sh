#!/bin/bash
# An index on json_extract(j, '$.a') turns an array in the result of a query into a text.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: an index changes how fast a query is, and never what it returns.
# Seen: without the index, json_array nests the array. With the index, it nests the array's text in quotes.
# SQLite reads the expression's value from the index. There the mark is gone that says "this text is JSON".
# Seen: an index on a generated column does the same. json() around the value keeps the array in all cases.
# A server that builds its answers in SQL sends another type from the day someone adds an index.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 :memory: <<'SQL'
CREATE TABLE t(j TEXT, g AS (json_extract(j, '$.b')));
INSERT INTO t(j) VALUES ('{"a":[1],"b":[2]}');
SELECT 'no index:', json_array(json_extract(j, '$.a')) FROM t WHERE json_extract(j, '$.a') > '';
SELECT 'no index, generated column:', json_array(g) FROM t WHERE g > '';
CREATE INDEX i ON t(json_extract(j, '$.a'));
CREATE INDEX k ON t(g);
SELECT 'index:', json_array(json_extract(j, '$.a')) FROM t WHERE json_extract(j, '$.a') > '';
SELECT 'index, generated column:', json_array(g) FROM t WHERE g > '';
SELECT 'index and json():', json_array(json(json_extract(j, '$.a'))) FROM t WHERE json_extract(j, '$.a') > '';
SQL
)" <<'EOF'
no index:|[[1]]
no index, generated column:|[[2]]
index:|["[1]"]
index, generated column:|["[2]"]
index and json():|[[1]]
EOF
