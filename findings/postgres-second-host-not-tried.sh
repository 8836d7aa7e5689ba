#!/bin/bash
# With two hosts in its connection string, libpq gives up when the first one is full or closed to connections.
# Versions: PostgreSQL 15, libpq and psql 15, of Debian 12.
# Expected: a host that takes no connections is passed over, as one is that does not answer or is still starting.
# Seen: "too many connections" from the first host is final, also with target_session_attrs. The second host has room.
# Seen: so is a database that was closed with ALLOW_CONNECTIONS false, the usual first step before it is moved.
# Seen: a first host without a server is passed over, and so is one that is read-only when read-write is asked for.
# The manual says this of a failed authentication. Here no password is involved.
. "$(dirname "$0")/support/lib.sh"
PATH=/usr/lib/postgresql/15/bin:$PATH
need postgres postgresql-15
as=()
if [ "$(id -u)" = 0 ]; then
  as=(runuser -u postgres --)
  chown postgres "$work"
fi
trap 'for name in first second; do "${as[@]}" pg_ctl -D "$name/data" -m immediate stop >/dev/null 2>&1 || true; done
  rm -rf "$work"' EXIT
for name in first second; do
  "${as[@]}" mkdir "$name"
  "${as[@]}" initdb -D "$name/data" -A trust -U owner -N >/dev/null
  "${as[@]}" pg_ctl -D "$name/data" -l "$name/log" -w start -o "-k '$work/$name' -c listen_addresses= -c cluster_name=$name \
    -c fsync=off -c max_connections=10 -c shared_buffers=2MB" >/dev/null
  psql -X -q "host=$work/$name user=owner dbname=postgres" -c 'CREATE ROLE app LOGIN'
done
first() { psql -X -q "host=$work/first user=owner dbname=template1" -c "$1"; }
try() {
  echo "$1: $(psql -X -At "host=$2,$work/second user=app dbname=postgres connect_timeout=10 ${3:-}" -c 'SHOW cluster_name' 2>&1 |
    sed -n "s/.*FATAL: */FATAL /p; /^second$/p; /^first$/p")"
}
expect "$(
  try 'no server' "$work/nowhere"
  first 'ALTER DATABASE postgres SET default_transaction_read_only = on'
  try 'read-only' "$work/first" target_session_attrs=read-write
  first 'ALTER DATABASE postgres RESET default_transaction_read_only'
  first 'ALTER DATABASE postgres CONNECTION LIMIT 0'
  try 'full' "$work/first"
  try 'full, read-write wanted' "$work/first" target_session_attrs=read-write
  first 'ALTER DATABASE postgres CONNECTION LIMIT -1 ALLOW_CONNECTIONS false'
  try 'closed' "$work/first"
)" <<'EOF'
no server: second
read-only: second
full: FATAL too many connections for database "postgres"
full, read-write wanted: FATAL too many connections for database "postgres"
closed: FATAL database "postgres" is not currently accepting connections
EOF
