#!/bin/bash
# "sqlite3 -json" prints nothing for no rows, bytes that are no UTF-8 for a blob, and cuts a text at a NUL.
# Versions: the Debian package sqlite3, 3.40.1, and Node.js 20 as reader.
# Expected: the output is one JSON document whatever the rows are: [] for none, a blob in some encoding, the text whole.
# Seen: without rows there is no byte at all, so a JSON parser fails on a query that went well.
# Seen: the byte FF of a blob stands in the output as it is. A reader gets U+FFFD, or an error if it is strict.
# Seen: the text "a", NUL, "b" is printed as "a". The same bytes as a blob are printed whole.
# Seen: two statements print two arrays.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
need node nodejs
read_it='const b = require("fs").readFileSync(0);
const said = (f) => { try { return JSON.stringify(f()); } catch (e) { return e.name; } };
console.log(b.length, "bytes, parsed:", said(() => JSON.parse(b)),
  "strict UTF-8:", said(() => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(b))));'
expect "$(for statement in "SELECT 1 AS n WHERE 0" "SELECT x'41FF' AS blob" "SELECT 'a' || char(0) || 'b' AS text" \
  "SELECT x'610062' AS blob" "SELECT 1 AS n; SELECT 2 AS n"; do
  echo "$statement"
  sqlite3 -json :memory: "$statement" | node -e "$read_it"
done)" <<'EOF'
SELECT 1 AS n WHERE 0
0 bytes, parsed: SyntaxError strict UTF-8: SyntaxError
SELECT x'41FF' AS blob
16 bytes, parsed: [{"blob":"A�"}] strict UTF-8: TypeError
SELECT 'a' || char(0) || 'b' AS text
15 bytes, parsed: [{"text":"a"}] strict UTF-8: [{"text":"a"}]
SELECT x'610062' AS blob
22 bytes, parsed: [{"blob":"a\u0000b"}] strict UTF-8: [{"blob":"a\u0000b"}]
SELECT 1 AS n; SELECT 2 AS n
20 bytes, parsed: SyntaxError strict UTF-8: SyntaxError
EOF
