#!/bin/bash
# An empty database cannot be serialized, and one made from no bytes is full at its first table.
# Versions: SQLite 3.40.1, of Debian 12. The first lines are through the sqlite3 module of Python 3.11.
# Expected: a new database is a valid database, so sqlite3_serialize gives an image of it that sqlite3_deserialize takes.
# Seen: sqlite3_serialize gives a null pointer, which also stands for a lack of memory, and the size 0.
# Seen: Python's serialize() raises an error. After "PRAGMA user_version = 0" there is a page, and it works.
# Seen: sqlite3_deserialize accepts the null pointer. Without the flag to resize, CREATE TABLE then says the disk is full.
. "$(dirname "$0")/support/lib.sh"
need python3 python3
need gcc gcc
[ -f /usr/include/sqlite3.h ] || { echo 'this finding needs sqlite3.h: Debian package libsqlite3-dev' >&2; exit 2; }
cat >find.py <<'PY'
import sqlite3

db = sqlite3.connect(":memory:")
try:
    print(len(db.serialize()))
except sqlite3.OperationalError as error:
    print("new:", error)
db.execute("PRAGMA user_version = 0")
print("after a pragma:", len(db.serialize()), "bytes")
PY
cat >find.c <<'C'
#include <sqlite3.h>
#include <stdio.h>

static void reopen(const char *name, unsigned flags) {
  sqlite3 *db = NULL;
  sqlite3_int64 size = -1;
  sqlite3_open(":memory:", &db);
  unsigned char *image = sqlite3_serialize(db, "main", &size, 0);
  int taken = sqlite3_deserialize(db, "main", image, size, size, flags);
  printf("%s: image %s, size %lld, deserialize %d, ", name, image == NULL ? "null" : "there", size, taken);
  sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL);
  printf("CREATE TABLE: %s\n", sqlite3_errmsg(db));
  sqlite3_close(db);
}

int main(void) {
  reopen("no flag", 0);
  reopen("resizeable", SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  return 0;
}
C
gcc find.c -o find -lsqlite3
expect "$(python3 find.py; ./find)" <<'EOF'
new: unable to serialize 'main'
after a pragma: 4096 bytes
no flag: image null, size 0, deserialize 0, CREATE TABLE: database or disk is full
resizeable: image null, size 0, deserialize 0, CREATE TABLE: not an error
EOF
