#!/bin/bash
# Three date libraries pass over the offset of a date, or cannot read one in the form of RFC 2822.
# Versions: any-date-parser 2.2.4, spacetime 7.15.0, dayjs 1.11.23.
# Expected: a date with an offset is one instant, in any time zone of the reader. The reader here is in New York.
# Seen: any-date-parser takes the hour for local time, whatever the offset says, in V3's form of dates and in V2's.
# Seen: spacetime gives an empty text for V2's form with "+0000". With "GMT" it takes the hour for local time.
# Seen: dayjs.tz moves a date that names its offset: it turns it into UTC and takes that hour for local time.
# Only Date itself is right in all lines.
. "$(dirname "$0")/support/lib.sh"
packages any-date-parser@2.2.4 spacetime@7.15.0 dayjs@1.11.23
cat >find.cjs <<'JS'
const parser = require('any-date-parser');
const spacetime = require('spacetime');
const dayjs = require('dayjs');
dayjs.extend(require('dayjs/plugin/utc'));
dayjs.extend(require('dayjs/plugin/timezone'));
const readers = {
  Date: (text) => new Date(text).toISOString(),
  'any-date-parser': (text) => parser.fromString(text).toISOString(),
  spacetime: (text) => spacetime(text).isValid() && new Date(spacetime(text).epoch).toISOString(),
  'dayjs.tz': (text) => dayjs.tz(text, 'America/New_York').toISOString(),
};
for (const text of ['2012-11-20T08:30:00+00:00', 'Tue, 20 Nov 2012 08:30:00 +0000', 'Tue, 20 Nov 2012 08:30:00 GMT']) {
  console.log(text);
  for (const [name, read] of Object.entries(readers)) console.log('  ', name, read(text));
}
JS
expect "$(TZ=America/New_York node find.cjs)" <<'EOF'
2012-11-20T08:30:00+00:00
   Date 2012-11-20T08:30:00.000Z
   any-date-parser 2012-11-20T13:30:00.000Z
   spacetime 2012-11-20T08:30:00.000Z
   dayjs.tz 2012-11-20T13:30:00.000Z
Tue, 20 Nov 2012 08:30:00 +0000
   Date 2012-11-20T08:30:00.000Z
   any-date-parser 2012-11-20T13:30:00.000Z
   spacetime false
   dayjs.tz 2012-11-20T13:30:00.000Z
Tue, 20 Nov 2012 08:30:00 GMT
   Date 2012-11-20T08:30:00.000Z
   any-date-parser 2012-11-20T13:30:00.000Z
   spacetime 2012-11-20T13:30:00.000Z
   dayjs.tz 2012-11-20T13:30:00.000Z
EOF
