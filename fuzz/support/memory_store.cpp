#include "support/memory_store.hpp"

#include <cstdio>

#include "base/check.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr store::Dialect kDialect(store::Engine::sqlite);

}  // namespace

MemoryStore::MemoryStore()
    : logger_(log::make_stderr_logger(log::Level::error, log::Format::text)) {
  auto opened = store::sqlite::Connection::open({.path = ":memory:"}, *logger_);
  FS_CHECK(opened);
  connection_ = *std::move(opened);
  FS_CHECK(store::sqlite::migrate(*connection_, store::sqlite_migrations(), 1));
}

void MemoryStore::seal() { run("BEGIN"); }

void MemoryStore::reset() {
  run("ROLLBACK");
  run("BEGIN");
}

void MemoryStore::check(store::Parents parents) {
  const auto violations = store::find_violations(*connection_, kDialect, parents);
  FS_CHECK(violations);
  for (const auto& violation : *violations) {
    std::fprintf(stderr, "violated: %s (%s)\n", violation.invariant.c_str(),
                 violation.example.c_str());
  }
  FS_CHECK(violations->empty());
}

Result<std::vector<std::string>> MemoryStore::verify_files() { return std::vector<std::string>(); }

Status MemoryStore::backup_to(const std::string&) { return fail(Code::unavailable, {}); }

boost::asio::awaitable<Status> MemoryStore::run_read(store::WorkRef work) {
  co_return run_read_blocking(work);
}

boost::asio::awaitable<Status> MemoryStore::run_write(store::WorkRef work, StoreId store_id) {
  co_return run_write_blocking(work, store_id);
}

// A read that writes is a defect: SQLite refuses it, and the answer would be a 500.
Status MemoryStore::run_read_blocking(store::WorkRef work) {
  run("PRAGMA query_only = ON");
  store::Tx tx(*connection_, kDialect);
  Status done = work(tx);
  run("PRAGMA query_only = OFF");
  return done;
}

Status MemoryStore::run_write_blocking(store::WorkRef work, StoreId) {
  run("SAVEPOINT unit");
  store::Tx tx(*connection_, kDialect);
  Status done = work(tx);
  if (!done) run("ROLLBACK TO unit");
  run("RELEASE unit");
  return done;
}

void MemoryStore::run(std::string_view statement) { FS_CHECK(connection_->execute(statement)); }

}  // namespace fieldstone::fuzz
