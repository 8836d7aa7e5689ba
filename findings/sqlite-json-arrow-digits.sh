#!/bin/bash
# The operator "->" of SQLite raises an error for a member whose name begins with a digit.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: a text on the right of "->" is the name of a member, whatever its first character is.
# Seen: a name that begins with a digit is put in brackets, as the number of an array's item is.
# Seen: "2x" is then an error. "10" is NULL, though the object has that member and json_each gives that name.
# Seen: the path $.2x and the quoted path $."10" find the members.
# A statement over many rows stops at the first row with such a name, as "3d_model" or "2nd line" are.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
expect "$(sqlite3 -nullvalue NULL :memory: 2>&1 <<'SQL'
SELECT 'x2', '{"x2":1}' -> 'x2';
SELECT '10', '{"10":1}' -> '10', '{"10":1}' -> '$."10"';
SELECT key, '{"10":1}' -> key FROM json_each('{"10":1}');
SELECT '2x', '{"2x":1}' -> '$.2x';
SELECT '2x', '{"2x":1}' -> '2x';
SQL
)" <<'EOF'
x2|1
10|NULL|1
10|NULL
2x|1
Runtime error near line 5: JSON path error near '[2x]'
EOF
