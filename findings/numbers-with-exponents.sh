#!/bin/bash
# Three libraries for amounts misread a number that is written with an exponent, and raise nothing.
# Versions: numeral 2.0.6, currency.js 2.0.4, accounting 0.4.1.
# Expected: "1.5E2" is 150, as in JSON, SQL and JavaScript, or an error. A small number rounds to 0.00.
# Seen: the letter is dropped and the digits behind it are kept. "1.5E2" is 1.52, and "1e3" is 13.
# Seen: numeral formats the number 0.0000001 as "NaN", for it becomes a text with an exponent on the way.
# SQLite, PostgreSQL and JSON writers use exponents of their own accord for very small and very large numbers.
. "$(dirname "$0")/support/lib.sh"
packages numeral@2.0.6 currency.js@2.0.4 accounting@0.4.1
cat >find.cjs <<'JS'
const numeral = require('numeral');
const currency = require('currency.js');
const accounting = require('accounting');
for (const text of ['1.5E2', '1e3', '1e-7']) {
  console.log(text, numeral(text).value(), currency(text).value, accounting.unformat(text));
}
console.log('the number 0.0000001:', numeral(0.0000001).format('0.00'), currency(0.0000001).format(), accounting.toFixed(0.0000001, 2));
JS
expect "$(node find.cjs)" <<'EOF'
1.5E2 1.52 1.52 1.52
1e3 13 13 13
1e-7 1e-7 NaN 1
the number 0.0000001: NaN $0.00 0.00
EOF
