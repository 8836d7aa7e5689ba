#!/bin/bash
# In three money libraries a refund differs by a cent from the charge of the same half cent.
# Versions: currency.js 2.0.4, js-money 0.6.3, money-math 2.6.3. big.js 7.0.1 for comparison.
# Expected: rounding is the same on both sides of zero, as in toFixed of a decimal library: -8.125 is the negative of 8.125.
# Seen: half a cent goes up, towards plus infinity. 8.125 becomes 8.13 and -8.125 becomes -8.12.
# Seen: the charge and its refund leave a cent in the books.
# Numbers with an exact half are used here, so that no rounding of binary fractions is involved.
. "$(dirname "$0")/support/lib.sh"
packages currency.js@2.0.4 js-money@0.6.3 money-math@2.6.3 big.js@7.0.1
cat >find.cjs <<'JS'
const currency = require('currency.js');
const Money = require('js-money');
const math = require('money-math');
const Big = require('big.js');
const halves = {
  'currency.js': (sign) => currency(sign * 8.125).value,
  'currency.js text': (sign) => currency(String(sign * 8.125)).value,
  'js-money': (sign) => new Money(sign * 1625, 'USD').multiply(0.5).toString(),
  'money-math': (sign) => math.floatToAmount(sign * 8.125),
  'big.js': (sign) => new Big(sign * 8.125).toFixed(2),
};
for (const [name, half] of Object.entries(halves)) console.log(name, half(1), half(-1));
JS
expect "$(node find.cjs)" <<'EOF'
currency.js 8.13 -8.12
currency.js text 8.13 -8.12
js-money 8.13 -8.12
money-math 8.13 -8.12
big.js 8.13 -8.13
EOF
