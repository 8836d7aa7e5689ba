#!/bin/bash
# In libpq's pipeline mode a ROLLBACK also undoes what came before its BEGIN, and the warnings name the wrong commands.
# Versions: PostgreSQL 15 and libpq 15, of Debian 12.
# Expected: a statement before BEGIN stands for itself, as without a pipeline. A warning means that a command did nothing.
# Seen: all up to the sync is one transaction from its first statement on. BEGIN takes the earlier insert in, silently.
# Seen: ROLLBACK then undoes the insert before BEGIN, which had been reported as done.
# Seen: SET LOCAL and COMMIT without BEGIN warn that there is no transaction. Both act on the one that is there.
# A sync before each BEGIN, and none within the block, gives the order that the program shows.
. "$(dirname "$0")/support/lib.sh"
PATH=/usr/lib/postgresql/15/bin:$PATH
need postgres postgresql-15
need gcc gcc
[ -f /usr/include/postgresql/libpq-fe.h ] || { echo 'this finding needs libpq-fe.h: Debian package libpq-dev' >&2; exit 2; }
as=()
if [ "$(id -u)" = 0 ]; then
  as=(runuser -u postgres --)
  chown postgres "$work"
fi
trap '"${as[@]}" pg_ctl -D data -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"' EXIT
"${as[@]}" initdb -D data -A trust -U user -N >/dev/null
"${as[@]}" pg_ctl -D data -l log -w start \
  -o "-k '$work' -c listen_addresses= -c fsync=off -c max_connections=10 -c shared_buffers=2MB" >/dev/null
cat >find.c <<'C'
#include <libpq-fe.h>
#include <stdio.h>

static void on_notice(void *unused, const PGresult *notice) {
  (void)unused;
  printf("  (%s)\n", PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY));
}

static void print(const char *statement, const PGresult *result) {
  printf("  %s: %s\n", statement, PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : PQcmdStatus((PGresult *)result));
}

static void run(PGconn *connection, const char *const *statements) {
  puts("pipeline");
  PQenterPipelineMode(connection);
  int count = 0;
  for (; statements[count] != NULL; count++) PQsendQueryParams(connection, statements[count], 0, NULL, NULL, NULL, NULL, 0);
  PQpipelineSync(connection);
  for (int i = 0; i <= count; i++) {
    PGresult *result = PQgetResult(connection);
    if (i < count) print(statements[i], result);
    PQclear(result);
    if (i < count) PQgetResult(connection);
  }
  PQexitPipelineMode(connection);
  PGresult *rows = PQexec(connection, "SELECT 'rows ' || count(*) || ', time-out ' || current_setting('statement_timeout') FROM t");
  print("afterwards", rows);
  PQclear(rows);
  PQclear(PQexec(connection, "TRUNCATE t"));
}

int main(void) {
  PGconn *connection = PQconnectdb("");
  PQsetNoticeReceiver(connection, on_notice, NULL);
  PQclear(PQexec(connection, "CREATE TABLE t(i int)"));
  run(connection, (const char *[]){"INSERT INTO t VALUES (1)", "BEGIN", "INSERT INTO t VALUES (2)", "ROLLBACK", NULL});
  run(connection, (const char *[]){"INSERT INTO t VALUES (1)", "COMMIT", "ROLLBACK", NULL});
  run(connection, (const char *[]){"SET LOCAL statement_timeout = 7000", "SHOW statement_timeout", NULL});
  PQfinish(connection);
  return 0;
}
C
gcc -I/usr/include/postgresql find.c -o find -lpq
export PGHOST=$work PGUSER=user PGDATABASE=postgres
expect "$(./find)" <<'EOF'
pipeline
  INSERT INTO t VALUES (1): INSERT 0 1
  BEGIN: BEGIN
  INSERT INTO t VALUES (2): INSERT 0 1
  ROLLBACK: ROLLBACK
  afterwards: rows 0, time-out 0
pipeline
  INSERT INTO t VALUES (1): INSERT 0 1
  (there is no transaction in progress)
  COMMIT: COMMIT
  (there is no transaction in progress)
  ROLLBACK: ROLLBACK
  afterwards: rows 1, time-out 0
pipeline
  (SET LOCAL can only be used in transaction blocks)
  SET LOCAL statement_timeout = 7000: SET
  SHOW statement_timeout: 7s
  afterwards: rows 0, time-out 0
EOF
