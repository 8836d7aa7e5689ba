#!/bin/bash
# libpq and the parser of Node.js's "pg" read one connection URL in different ways.
# Versions: psql and libpq 15 of Debian 12, pg-connection-string 2.14.1.
# Expected: a URL in DATABASE_URL means the same to the app and to psql, pg_dump and migrations.
# Seen: a plain "=" in a parameter's value is an error in libpq, which wants "%3D". The other reads it.
# Seen: a "+" is a plus to libpq and a blank to the other.
# Seen: two hosts are two hosts to libpq and one name with a comma to the other. With two ports the other refuses the URL.
. "$(dirname "$0")/support/lib.sh"
need psql postgresql-client
packages pg-connection-string@2.14.1
cat >find.cjs <<'JS'
process.removeAllListeners('warning');
const { parse } = require('pg-connection-string');
try {
  const { host, port, options } = parse(process.argv[2]);
  console.log('  node:', JSON.stringify({ host, port, options }));
} catch (error) {
  console.log('  node:', error.message);
}
JS
# Nothing listens at these sockets; the message says where libpq looked.
expect "$(export LC_ALL=C PGCONNECT_TIMEOUT=2
for url in 'postgresql:///d?host=/none&options=-c%20work_mem=1MB' 'postgresql:///d?host=/a+b' \
  'postgresql://%2Fa,%2Fb:1/d' 'postgresql://%2Fa:1,%2Fb:2/d'; do
  echo "$url"
  psql -X -c '' "$url" 2>&1 | sed -n 's/^psql: error: /  psql: /p; s/^\(connection to\)/  psql: \1/p' | sed 's/ failed:.*//' || true
  node find.cjs "$url"
done)" <<'EOF'
postgresql:///d?host=/none&options=-c%20work_mem=1MB
  psql: extra key/value separator "=" in URI query parameter: "options"
  node: {"host":"/none","port":"","options":"-c work_mem=1MB"}
postgresql:///d?host=/a+b
  psql: connection to server on socket "/a+b/.s.PGSQL.5432"
  node: {"host":"/a b","port":""}
postgresql://%2Fa,%2Fb:1/d
  psql: connection to server on socket "/a/.s.PGSQL.5432"
  psql: connection to server on socket "/b/.s.PGSQL.1"
  node: {"host":"/a,/b","port":"1"}
postgresql://%2Fa:1,%2Fb:2/d
  psql: connection to server on socket "/a/.s.PGSQL.1"
  psql: connection to server on socket "/b/.s.PGSQL.2"
  node: Invalid URL
EOF
