#include "cli/database.hpp"

#include "config/parse.hpp"
#include "store/postgres/postgres_store.hpp"
#include "store/sqlite/sqlite_store.hpp"

namespace fieldstone::cli {

namespace {

using Opened = Result<std::unique_ptr<store::Store>>;

Opened open_sqlite(const std::string& path, store::Opening opening, log::Logger& logger) {
  store::sqlite::SqliteOptions options;
  options.path = path;
  options.opening = opening;
  FS_TRY(auto store, store::sqlite::SqliteStore::open(std::move(options), logger));
  return std::unique_ptr<store::Store>(std::move(store));
}

store::postgres::ConnectOptions connect_options(const config::DatabaseUrl& url) {
  store::postgres::ConnectOptions options;
  options.url = url.target;
  if (url.pooler == config::Pooler::transaction)
    options.sessions = store::postgres::Sessions::of_transaction;
  return options;
}

Result<std::optional<store::postgres::ReplicaOptions>> replica_options(const std::string& url) {
  if (url.empty()) return std::optional<store::postgres::ReplicaOptions>();
  FS_TRY(const auto parsed, config::parse_database_url(url));
  if (parsed.kind != config::DatabaseKind::postgres)
    return fail(Code::validation, {},
                "a read replica is a PostgreSQL server: postgresql://HOST/NAME");
  store::postgres::ReplicaOptions options;
  options.connect = connect_options(parsed);
  options.connections = parsed.connections;
  return std::optional(std::move(options));
}

Opened open_postgres(const config::DatabaseUrl& url, const std::string& replica_url,
                     store::Opening opening, log::Logger& logger) {
  store::postgres::PostgresOptions options;
  options.connect = connect_options(url);
  FS_TRY(options.replica, replica_options(replica_url));
  options.connections = url.connections;
  options.queue.max_writers = url.connections - (url.connections + 3) / 4;  // reads always go on
  options.opening = opening;
  FS_TRY(auto store, store::postgres::PostgresStore::open(std::move(options), logger));
  return std::unique_ptr<store::Store>(std::move(store));
}

}  // namespace

Result<std::unique_ptr<store::Store>> open_database(const std::string& url, store::Opening opening,
                                                    log::Logger& logger,
                                                    const std::string& replica_url) {
  FS_TRY(const auto parsed, config::parse_database_url(url));
  if (parsed.kind == config::DatabaseKind::postgres)
    return open_postgres(parsed, replica_url, opening, logger);
  if (!replica_url.empty()) return fail(Code::validation, {}, "an SQLite file has no read replica");
  return open_sqlite(parsed.target, opening, logger);
}

Result<StoreId> find_store(store::Tx& tx, const std::string& hash) {
  FS_TRY(const auto record, tx.accounts().find_store(hash));
  if (!record) {
    return fail(Code::not_found, {},
                "there is no store " + hash + "; create it with: fieldstone store create " + hash);
  }
  return record->id;
}

}  // namespace fieldstone::cli
