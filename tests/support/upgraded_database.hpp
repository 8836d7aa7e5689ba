// A SQLite file that an older version has filled.
#pragma once

#include <memory>
#include <string>

#include "base/check.hpp"
#include "base/log.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "support/temp_dir.hpp"

namespace fieldstone::test {

class UpgradedDatabase {
 public:
  // Applies the first so many steps of the schema, then the script, then all other steps.
  UpgradedDatabase(std::size_t old_steps, const std::string& script) {
    auto opened = store::sqlite::Connection::open({.path = dir_.file("a.db")}, logger_);
    FS_CHECK(opened);
    connection_ = *std::move(opened);
    const auto steps = store::sqlite_migrations();
    FS_CHECK(store::sqlite::migrate(*connection_, steps.first(old_steps), 1));
    FS_CHECK(connection_->execute_script(script));
    FS_CHECK(store::sqlite::migrate(*connection_, steps, 2));
  }
  store::sqlite::Connection& connection() { return *connection_; }

 private:
  TempDir dir_;
  log::NullLogger logger_;
  std::unique_ptr<store::sqlite::Connection> connection_;
};

}  // namespace fieldstone::test
