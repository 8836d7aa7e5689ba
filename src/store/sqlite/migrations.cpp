#include "store/sqlite/migrations.hpp"

#include <vector>

#include "store/sqlite/lineage.hpp"

namespace fieldstone::store::sqlite {
namespace {

constexpr std::string_view kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT "
    "NOT NULL,"
    " checksum TEXT NOT NULL, applied_at INTEGER NOT NULL)";
constexpr std::string_view kApplied = "SELECT name, checksum FROM schema_migration ORDER BY number";
constexpr std::string_view kHasTable =
    "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'";
constexpr std::string_view kRecord =
    "INSERT INTO schema_migration (number, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";

Status apply_missing(Connection& connection, std::span<const Migration> migrations,
                     std::int64_t now_seconds) {
  FS_TRY_STATUS(connection.execute(kCreateTable));
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_applied(applied, migrations));
  for (std::size_t i = applied.size(); i < migrations.size(); ++i) {
    // An upgrade of a large database takes a while.
    if (!applied.empty())
      connection.logger().warn("upgrading schema", {{"step", migrations[i].name}});
    FS_TRY_STATUS(connection.execute_script(migrations[i].text));
    FS_TRY_STATUS(connection.execute(kRecord, {static_cast<std::int64_t>(i) + 1, migrations[i].name,
                                               checksum_of(migrations[i]), now_seconds}));
  }
  FS_TRY_STATUS(mark_log(connection));
  return connection.execute_script("COMMIT");
}

}  // namespace

Result<std::vector<AppliedMigration>> applied_migrations(Connection& connection) {
  {
    FS_TRY(auto table, connection.query(kHasTable));
    FS_TRY(const bool exists, table.next());
    if (!exists) return std::vector<AppliedMigration>();
  }
  FS_TRY(auto rows, connection.query(kApplied));
  return read_applied(std::move(rows));
}

Status migrate(Connection& connection, std::span<const Migration> migrations,
               std::int64_t now_seconds) {
  // The usual case, a database that is up to date, takes no lock.
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_applied(applied, migrations));
  if (applied.size() == migrations.size()) return {};
  FS_TRY_STATUS(connection.execute_script("BEGIN IMMEDIATE"));
  Status status = apply_missing(connection, migrations, now_seconds);
  if (!status && connection.in_transaction()) {
    if (auto rolled_back = connection.execute_script("ROLLBACK"); !rolled_back) return rolled_back;
  }
  return status;
}

}  // namespace fieldstone::store::sqlite
