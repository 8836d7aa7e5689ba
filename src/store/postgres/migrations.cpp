#include "store/postgres/migrations.hpp"

#include <vector>

#include "store/postgres/locks.hpp"

namespace fieldstone::store::postgres {
namespace {

constexpr std::string_view kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
constexpr std::string_view kApplied = "SELECT name, checksum FROM schema_migration ORDER BY number";
constexpr std::string_view kHasTable = "SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL";
constexpr std::string_view kRecord =
    "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";

Result<bool> has_schema(Connection& connection) {
  FS_TRY(auto rows, connection.query(kHasTable));
  return rows.next();
}

Status refused(std::string_view name) {
  return fail(Code::unavailable, {},
              "PostgreSQL refused schema step " + std::string(name) +
                  "; the log says why. The user must own the database, and the extensions pg_trgm "
                  "and btree_gin (package postgresql-contrib) must be installed");
}

Status apply_missing(Connection& connection, std::span<const Migration> migrations,
                     std::int64_t now_seconds) {
  FS_TRY_STATUS(connection.execute(kLockKey, {kMigrationLock}));
  FS_TRY_STATUS(connection.execute(kCreateTable));
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_applied(applied, migrations));
  for (std::size_t i = applied.size(); i < migrations.size(); ++i) {
    // An upgrade of a large database takes a while.
    if (!applied.empty())
      connection.logger().warn("upgrading schema", {{"step", migrations[i].name}});
    if (!connection.execute_script(migrations[i].text)) return refused(migrations[i].name);
    FS_TRY_STATUS(connection.execute(kRecord, {static_cast<std::int64_t>(i) + 1, migrations[i].name,
                                               checksum_of(migrations[i]), now_seconds}));
  }
  return connection.execute_script("COMMIT");
}

}  // namespace

Result<std::vector<AppliedMigration>> applied_migrations(Connection& connection) {
  FS_TRY(const bool exists, has_schema(connection));
  if (!exists) return std::vector<AppliedMigration>();
  FS_TRY(auto rows, connection.query(kApplied));
  return read_applied(std::move(rows));
}

Status migrate(Connection& connection, std::span<const Migration> migrations,
               std::int64_t now_seconds) {
  // The usual case, a database that is up to date, takes no lock.
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_applied(applied, migrations));
  if (applied.size() == migrations.size()) return {};
  // READ COMMITTED: what another process applied while we waited for the lock is seen.
  FS_TRY_STATUS(connection.begin("ISOLATION LEVEL READ COMMITTED"));
  Status status = apply_missing(connection, migrations, now_seconds);
  if (!status && connection.in_transaction()) {
    FS_TRY_STATUS(connection.execute_script("ROLLBACK"));
  }
  return status;
}

}  // namespace fieldstone::store::postgres
