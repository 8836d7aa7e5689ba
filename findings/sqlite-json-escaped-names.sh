#!/bin/bash
# SQLite's JSON functions do not find a member whose name is written with an escape, and json_set adds a second one.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: "caf\u00e9" and "café" are one name, as to any JSON parser. A path leads to it in either spelling.
# Seen: names are compared as they are written. Python's json and PHP's json_encode write the escape by default.
# Seen: json_each shows the name as "café", and "->" with that very name is NULL.
# Seen: json_set and json_patch leave a document with the member twice.
# Seen: a name with a quote in it is not found by its name, nor by the path that json_each gives for it.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 -nullvalue NULL :memory: <<'SQL'
CREATE TABLE t(j TEXT);
INSERT INTO t VALUES ('{"caf\u00e9":1}');
SELECT 'plain path', json_extract(j, '$.café'), 'escaped path', json_extract(j, '$."caf\u00e9"') FROM t;
SELECT 'json_each', key, 'member of that name', j -> key FROM t, json_each(t.j);
SELECT 'json_set', json_set(j, '$.café', 2) FROM t;
SELECT 'json_patch', json_patch(j, '{"café":2}') FROM t;
UPDATE t SET j = json_object('size"', 1);
SELECT j, fullkey, json_extract(j, fullkey), j -> key FROM t, json_each(t.j);
SQL
)" <<'EOF'
plain path|NULL|escaped path|1
json_each|café|member of that name|NULL
json_set|{"caf\u00e9":1,"café":2}
json_patch|{"caf\u00e9":1,"café":2}
{"size\"":1}|$."size\""|NULL|NULL
EOF
