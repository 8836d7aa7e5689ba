#!/bin/bash
# Behind PgBouncer, RESET and DISCARD ALL set the server's time zone in place of the one that the client connected with.
# Versions: PgBouncer 1.18.0, PostgreSQL 15, of Debian 12.
# Expected: RESET goes back to the value of the connection's start, as without PgBouncer. PgBouncer keeps TimeZone per client.
# Seen: PgBouncer sends the client's TimeZone to the server with SET. To the server, the value of the start is its own.
# Seen: after RESET timezone, RESET ALL or DISCARD ALL the client has UTC, and PgBouncer keeps that for it.
# A connection pool that cleans a connection with DISCARD ALL changes dates in all later answers.
. "$(dirname "$0")/support/lib.sh"
PATH=/usr/lib/postgresql/15/bin:/usr/sbin:$PATH
need postgres postgresql-15
need pgbouncer pgbouncer
as=()
if [ "$(id -u)" = 0 ]; then
  as=(runuser -u postgres --)
  chown postgres "$work"
fi
trap '"${as[@]}" pg_ctl -D data -m immediate stop >/dev/null 2>&1 || true
  [ ! -f pid ] || kill "$(cat pid)" || true
  rm -rf "$work"' EXIT
"${as[@]}" initdb -D data -A trust -U user -N >/dev/null
"${as[@]}" pg_ctl -D data -l log -w start \
  -o "-k '$work' -c listen_addresses= -c timezone=UTC -c fsync=off -c max_connections=10 -c shared_buffers=2MB" >/dev/null
cat >pgbouncer.ini <<INI
[databases]
postgres = host=$work port=5432 user=user
[pgbouncer]
unix_socket_dir = $work
listen_port = 6432
auth_type = any
pool_mode = transaction
pidfile = $work/pid
logfile = $work/pgbouncer.log
INI
"${as[@]}" pgbouncer -q -d pgbouncer.ini 2>/dev/null
export PGHOST=$work PGUSER=user PGDATABASE=postgres PGTZ=Asia/Tokyo
for _ in $(seq 50); do
  psql -X -p 6432 -c '' >/dev/null 2>&1 && break
  sleep 0.1
done
expect "$(for port in 5432 6432; do
  for reset in 'RESET timezone' 'RESET ALL' 'DISCARD ALL'; do
    echo "$port: $(psql -X -At -q -p "$port" -c 'SHOW timezone' -c "$reset" -c 'SHOW timezone' | paste -sd ' ' | sed "s/ /, $reset: /")"
  done
done)" <<'EOF'
5432: Asia/Tokyo, RESET timezone: Asia/Tokyo
5432: Asia/Tokyo, RESET ALL: Asia/Tokyo
5432: Asia/Tokyo, DISCARD ALL: Asia/Tokyo
6432: Asia/Tokyo, RESET timezone: UTC
6432: Asia/Tokyo, RESET ALL: UTC
6432: Asia/Tokyo, DISCARD ALL: UTC
EOF
