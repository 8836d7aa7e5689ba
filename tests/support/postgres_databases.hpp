// Databases on the throw-away cluster of the tests. Making one takes a while, so that those who ask
// get a used one, emptied, where there is one.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "base/log.hpp"
#include "store/postgres/connection.hpp"

namespace fieldstone::test {

// As the black-box tests are told: FIELDSTONE_TEST_DATABASE_KIND and …_POSTGRES_URL_FILE.
inline bool on_postgres() {
  const char* kind = std::getenv("FIELDSTONE_TEST_DATABASE_KIND");
  return kind != nullptr && std::string_view(kind) == "postgres";
}

// Thread: one at a time.
class PostgresDatabases {
 public:
  static PostgresDatabases& of_this_process() {
    static PostgresDatabases databases;
    return databases;
  }

  // The URL of a database without rows, which is the caller's until it is given back.
  std::string take() {
    if (free_.empty()) return create();
    std::string url = std::move(free_.back());
    free_.pop_back();
    // The last ones have no foreign key.
    run(url, "TRUNCATE store, outbox, hook_lease, hook_attempt, hook_block CASCADE");
    return url;
  }
  void give_back(std::string url) { free_.push_back(std::move(url)); }

 private:
  PostgresDatabases() {
    const char* file = std::getenv("FIELDSTONE_TEST_POSTGRES_URL_FILE");
    FS_CHECK(file != nullptr);
    std::getline(std::ifstream(file), admin_url_);
    FS_CHECK(!admin_url_.empty());
  }
  ~PostgresDatabases() {
    for (const std::string& name : names_)
      run(admin_url_, "DROP DATABASE " + name + " WITH (FORCE)");
  }

  std::string create() {
    const std::string name =
        "fieldstone_unit_" + std::to_string(::getpid()) + "_" + std::to_string(names_.size());
    run(admin_url_, "CREATE DATABASE " + name);
    names_.push_back(name);
    const auto question = admin_url_.find('?');
    const auto slash = admin_url_.rfind('/', question);
    return admin_url_.substr(0, slash + 1) + name + admin_url_.substr(question);
  }
  static void run(const std::string& url, const std::string& text) {
    log::NullLogger logger;
    const auto connection = store::postgres::Connection::open({.url = url}, logger);
    FS_CHECK(connection && (*connection)->execute_script(text));
  }

  std::string admin_url_;
  std::vector<std::string> names_;
  std::vector<std::string> free_;
};

}  // namespace fieldstone::test
