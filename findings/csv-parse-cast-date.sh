#!/bin/bash
# csv-parse with "cast_date" turns "Customer 1", "S-1" and "SKU-2024" into dates.
# Version: csv-parse 7.0.3.
# Expected: only texts in the form of a date become a Date. Names, addresses and part numbers stay texts.
# Seen: every text becomes a Date that Date.parse of Node.js reads, and it reads most words with a number behind them.
# Seen: one column mixes types. "Customer 1" to "Customer 12" are dates and "Customer 13" is a text.
# An export that is read with this option and written back loses these names.
. "$(dirname "$0")/support/lib.sh"
packages csv-parse@7.0.3
cat >find.cjs <<'JS'
const { parse } = require('csv-parse/sync');
for (const text of ['2026-01-31', 'Customer 1', 'Customer 12', 'Customer 13', 'Apartment 5', 'S-1', 'SKU-2024', 'hello']) {
  const [[value]] = parse(text, { cast: true, cast_date: true });
  console.log(`${text}:`, value instanceof Date ? `Date ${value.toISOString().slice(0, 10)}` : typeof value);
}
JS
expect "$(TZ=UTC node find.cjs)" <<'EOF'
2026-01-31: Date 2026-01-31
Customer 1: Date 2001-01-01
Customer 12: Date 2001-12-01
Customer 13: string
Apartment 5: Date 2001-05-01
S-1: Date 2001-01-01
SKU-2024: Date 2024-01-01
hello: string
EOF
