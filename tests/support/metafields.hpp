// Metafields and stores for tests.
#pragma once

#include <memory>
#include <string>

#include "base/check.hpp"
#include "base/log.hpp"
#include "core/metafield.hpp"
#include "store/postgres/postgres_store.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "support/postgres_databases.hpp"
#include "support/temp_dir.hpp"

namespace fieldstone::test {

inline Metafield make_field(std::string key, std::string owner = "app",
                            PermissionSet set = PermissionSet::app_only,
                            std::string resource_id = "1") {
  Metafield field;
  field.resource_id = std::move(resource_id);
  field.owner_client_id = std::move(owner);
  field.permission_set = set;
  field.ns = "ns";
  field.key = std::move(key);
  field.value = "v";
  return field;
}

// A database of its own with one merchant's store in it: a file, or one on the tests' cluster.
class StoreFixture {
 public:
  StoreFixture() {
    if (on_postgres()) url_ = PostgresDatabases::of_this_process().take();
    reopen();
  }
  ~StoreFixture() {
    store_.reset();
    if (on_postgres()) PostgresDatabases::of_this_process().give_back(url_);
  }
  StoreFixture(const StoreFixture&) = delete;
  StoreFixture& operator=(const StoreFixture&) = delete;

  store::Store& store() { return *store_; }
  StoreId id() const { return id_; }
  // Requires: SQLite.
  std::string path() const { return dir_.file("test.db"); }

  void reopen() {
    store_.reset();
    store_ = open();
    const auto record = store_->write_blocking([](store::Tx& tx) -> Result<store::StoreRecord> {
      FS_TRY(auto found, tx.accounts().find_store("demo"));
      if (found) return *std::move(found);
      return tx.accounts().create_store("demo", TimeS{1});
    });
    FS_CHECK(record);
    id_ = record->id;
  }
  // Another merchant's store in the same database, without rows, is the fixture's from now on.
  void begin_store() {
    const std::string hash = "demo" + std::to_string(++stores_);
    const auto record = store_->write_blocking(
        [&](store::Tx& tx) { return tx.accounts().create_store(hash, TimeS{1}); });
    FS_CHECK(record);
    id_ = record->id;
  }
  MetafieldId insert(const Metafield& field) {
    const auto id =
        store_->write_blocking([&](store::Tx& tx) { return tx.metafields().insert(id_, field); });
    FS_CHECK(id);
    return *id;
  }

 private:
  std::unique_ptr<store::Store> open() {
    if (on_postgres()) {
      store::postgres::PostgresOptions options;
      options.connect.url = url_;
      options.connections = 3;
      options.queue.max_writers = 2;
      auto opened = store::postgres::PostgresStore::open(options, logger_);
      FS_CHECK(opened);
      return *std::move(opened);
    }
    store::sqlite::SqliteOptions options;
    options.path = path();
    auto opened = store::sqlite::SqliteStore::open(options, logger_);
    FS_CHECK(opened);
    return *std::move(opened);
  }

  TempDir dir_;
  std::string url_;  // PostgreSQL only
  log::NullLogger logger_;
  std::unique_ptr<store::Store> store_;
  StoreId id_;
  int stores_ = 0;
};

// For the cases of a property: one database for all, for a store of one's own is made much quicker.
inline StoreFixture& fixture_with_fresh_store() {
  static StoreFixture fixture;
  fixture.begin_store();
  return fixture;
}

// The number that a query asks for. -1: it fails.
inline std::int64_t number_in(store::Store& store, std::string_view query) {
  const auto number = store.read_blocking([&](store::Tx& tx) -> Result<std::int64_t> {
    FS_TRY(auto rows, tx.connection().query(query));
    FS_TRY_STATUS(rows.next());
    return rows.integer(0);
  });
  return number ? *number : -1;
}

// -1: they can't be counted.
inline std::int64_t count_fields(store::Store& store) {
  return number_in(store, "SELECT count(*) FROM metafield");
}

}  // namespace fieldstone::test
