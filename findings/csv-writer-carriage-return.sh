#!/bin/bash
# csv-writer leaves a carriage return unquoted, so PostgreSQL refuses the file and Python splits the row.
# Versions: csv-writer 1.6.0, PostgreSQL 15 of Debian 12, Python 3.11. csv-stringify 6.9.0 for comparison.
# Expected: a field with CR, LF, a comma or a quote is quoted, as RFC 4180 says.
# Seen: only LF, a comma and a quote lead to quotes. A lone CR is written as it is.
# Seen: COPY refuses the file. Python's csv module makes two rows of the one, in both modes of reading, and raises nothing.
# Seen: csv-stringify quotes the field, and both read it.
# Notes and addresses that were pasted from older systems hold such characters.
. "$(dirname "$0")/support/lib.sh"
PATH=/usr/lib/postgresql/15/bin:$PATH
need postgres postgresql-15
need python3 python3
packages csv-writer@1.6.0 csv-stringify@6.9.0
cat >find.cjs <<'JS'
const fs = require('fs');
const { createArrayCsvStringifier } = require('csv-writer');
const { stringify } = require('csv-stringify/sync');
const rows = [['1', 'two\rlines'], ['2', 'one']];
fs.writeFileSync('csv-writer.csv', createArrayCsvStringifier({}).stringifyRecords(rows));
fs.writeFileSync('csv-stringify.csv', stringify(rows));
JS
node find.cjs
as=()
if [ "$(id -u)" = 0 ]; then
  as=(runuser -u postgres --)
  chown postgres "$work"
fi
trap '"${as[@]}" pg_ctl -D data -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"' EXIT
"${as[@]}" initdb -D data -A trust -U user -N >/dev/null
"${as[@]}" pg_ctl -D data -l log -w start \
  -o "-k '$work' -c listen_addresses= -c fsync=off -c max_connections=10 -c shared_buffers=2MB" >/dev/null
read_it='import csv, sys
print("Python, newline as it is:", list(csv.reader(open(sys.argv[1]))))
try:
    print("Python, newline=\"\":", list(csv.reader(open(sys.argv[1], newline=""))))
except csv.Error as error:
    print("Python, newline=\"\":", str(error).split(" - ")[0])'
expect "$(for name in csv-writer csv-stringify; do
  echo "$name"
  head -1 $name.csv | python3 -c 'import sys; print(repr(sys.stdin.buffer.readline().decode()))'
  psql -X -q -h "$work" -U user postgres -c 'CREATE TEMP TABLE t(a text, b text)' \
    -c "\\copy t FROM $name.csv CSV" -c '\t' -c "SELECT 'PostgreSQL rows: ' || count(*) FROM t" 2>&1 | sed '/^$/d; s/^ //'
  python3 -c "$read_it" $name.csv
done)" <<'EOF'
csv-writer
'1,two\rlines\n'
ERROR:  unquoted newline found in data
HINT:  Use quoted CSV field to represent newline.
CONTEXT:  COPY t, line 2
PostgreSQL rows: 0
Python, newline as it is: [['1', 'two'], ['lines'], ['2', 'one']]
Python, newline="": [['1', 'two'], ['lines'], ['2', 'one']]
csv-stringify
'1,"two\rlines"\n'
PostgreSQL rows: 2
Python, newline as it is: [['1', 'two\nlines'], ['2', 'one']]
Python, newline="": [['1', 'two\rlines'], ['2', 'one']]
EOF
