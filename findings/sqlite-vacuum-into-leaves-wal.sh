#!/bin/bash
# VACUUM INTO makes a copy that is no longer in WAL mode. The backup API keeps the mode.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: WAL mode is kept in the file, so a copy has it, as it has user_version and application_id.
# Seen: the copy of VACUUM INTO opens in DELETE mode. Its readers and writers block each other until a program sets the mode.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
sqlite3 from.db >/dev/null <<'SQL'
PRAGMA journal_mode = wal;
PRAGMA user_version = 7;
PRAGMA application_id = 99;
CREATE TABLE t(a);
VACUUM INTO 'vacuum.db';
.backup backup.db
SQL
ask() { sqlite3 "$1" 'PRAGMA journal_mode; PRAGMA user_version; PRAGMA application_id;' | paste -sd' '; }
expect "$(printf 'VACUUM INTO: %s\nbackup API: %s' "$(ask vacuum.db)" "$(ask backup.db)")" <<'EOF'
VACUUM INTO: delete 7 99
backup API: wal 7 99
EOF
