#!/bin/bash
# The command ".recover" of Debian 12's sqlite3 fails for every database, sound ones too, and does not say why.
# Versions: the Debian packages sqlite3 and libsqlite3-0, 3.40.1.
# Expected: .recover prints the statements that build the database anew. The help of the command names it.
# Seen: it prints seven lines, no table, and "SQL logic error". It reads pages through the virtual table sqlite_dbpage.
# Seen: Debian builds the library without that table. .dbinfo names the missing table, .recover does not.
# An operator with a damaged file in hand needs another build of sqlite3. .dump works.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
sqlite3 sound.db "CREATE TABLE t(a); INSERT INTO t VALUES ('row')"
expect "$(
  sqlite3 sound.db 'PRAGMA integrity_check'
  sqlite3 sound.db .help | grep -o '^\.recover *Recover'
  sqlite3 sound.db .recover >recovered.sql 2>message && echo 'exit status 0' || echo "exit status $?"
  cat message
  grep -cE 'CREATE|INSERT' recovered.sql
  sqlite3 sound.db .dbinfo 2>&1 >/dev/null
  sqlite3 :memory: 'PRAGMA compile_options' | grep -E 'DBPAGE|DBSTAT'
  sqlite3 sound.db .dump | grep INSERT
)" <<'EOF'
ok
.recover                 Recover
exit status 1
sql error: SQL logic error (1)
0
error: no such table: sqlite_dbpage
ENABLE_DBSTAT_VTAB
INSERT INTO t VALUES('row');
EOF
