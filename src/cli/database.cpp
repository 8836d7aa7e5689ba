#include "cli/database.hpp"

#include "config/parse.hpp"
#include "store/sqlite/sqlite_store.hpp"

namespace fieldstone::cli {

Result<std::unique_ptr<store::Store>> open_database(const std::string& url, IfAbsent if_absent,
                                                    log::Logger& logger) {
  FS_TRY(const auto parsed, config::parse_database_url(url));
  if (parsed.kind == config::DatabaseKind::postgres) {
    return fail(Code::unavailable, {},
                "this version stores on SQLite only; use --database sqlite:PATH");
  }
  store::sqlite::SqliteOptions options;
  options.path = parsed.target;
  options.if_absent = if_absent == IfAbsent::create ? store::sqlite::IfAbsent::create
                                                    : store::sqlite::IfAbsent::refuse;
  FS_TRY(auto store, store::sqlite::SqliteStore::open(std::move(options), logger));
  return std::unique_ptr<store::Store>(std::move(store));
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
