#!/bin/bash
# json-2-csv reads back other values than it wrote: a text that looks like JSON becomes a list, a number, a boolean or null.
# Version: json-2-csv 5.6.0.
# Expected: csv2json(json2csv(rows)) gives the rows, or texts for all values, as CSV has no types.
# Seen: the text "[1,2]" comes back as a list, "-5" as a number, "true" as a boolean. "null" comes back as null.
# Seen: null is written as the letters null, and a member that one row lacks as the letters undefined.
# A metafield's value is a text, and often JSON. Written back after this trip it is refused, or another value.
. "$(dirname "$0")/support/lib.sh"
packages json-2-csv@5.6.0
cat >find.cjs <<'JS'
const { json2csv, csv2json } = require('json-2-csv');
for (const value of ['[1,2]', '-5', '10', '01', 'true', 'null', '{"a":1}', '1e3', null]) {
  const csv = json2csv([{ value }]);
  console.log(JSON.stringify(value), '->', csv.split('\n')[1], '->', JSON.stringify(csv2json(csv)[0].value));
}
console.log(JSON.stringify(json2csv([{ a: 1 }, { b: 2 }])));
JS
expect "$(node find.cjs)" <<'EOF'
"[1,2]" -> "[1,2]" -> [1,2]
"-5" -> -5 -> -5
"10" -> 10 -> 10
"01" -> 01 -> "01"
"true" -> true -> true
"null" -> null -> null
"{\"a\":1}" -> "{""a"":1}" -> {"a":1}
"1e3" -> 1e3 -> 1000
null -> null -> null
"a,b\n1,undefined\nundefined,2"
EOF
