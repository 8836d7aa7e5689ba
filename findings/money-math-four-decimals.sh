#!/bin/bash
# money-math makes 11,993.00 of "119.9300", and adds "1.00" and "2" to "1.02".
# Version: money-math 2.6.3.
# Expected: an amount with four decimals is read by its value, or is an error. So is one without decimals.
# Seen: the decimal point is only taken out, and the last two digits are taken for cents. Nothing is raised.
# A V2 order has its totals with four decimals, as texts. Each sum of them is wrong by a factor of a hundred.
. "$(dirname "$0")/support/lib.sh"
packages money-math@2.6.3
cat >find.cjs <<'JS'
const { add, mul, floatToAmount } = require('money-math');
console.log('119.9300 + 0.00 =', add('119.9300', '0.00'));
console.log('119.9300 * 1.00 =', mul('119.9300', '1.00'));
console.log('1.00 + 2 =', add('1.00', '2'));
console.log('1.00 + 2.5 =', add('1.00', '2.5'));
console.log('floatToAmount first:', add(floatToAmount(Number('119.9300')), '0.00'));
JS
expect "$(node find.cjs)" <<'EOF'
119.9300 + 0.00 = 11993.00
119.9300 * 1.00 = 11993.00
1.00 + 2 = 1.02
1.00 + 2.5 = 1.25
floatToAmount first: 119.93
EOF
