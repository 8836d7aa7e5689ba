// PostgreSQL's own ways: time limits, lost connections, conflicts. Runs where the tests have a
// cluster.
#include "store/postgres/postgres_store.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::make_field;

// A database with a merchant's store, and stores on it with limits of their own.
class PostgresStore : public testing::Test {
 protected:
  PostgresStore() : url_(test::PostgresDatabases::of_this_process().take()) {
    options_.connect.url = url_;
    options_.connections = 2;
    options_.queue.max_writers = 1;
  }
  ~PostgresStore() override { test::PostgresDatabases::of_this_process().give_back(url_); }

  std::unique_ptr<postgres::PostgresStore> open() {
    auto opened = postgres::PostgresStore::open(options_, logger_);
    FS_CHECK(opened);
    return *std::move(opened);
  }
  std::unique_ptr<postgres::Connection> connection() {
    auto opened = postgres::Connection::open(options_.connect, logger_);
    FS_CHECK(opened);
    return *std::move(opened);
  }

  std::string url_;
  log::NullLogger logger_;
  postgres::PostgresOptions options_;
};

Status run(Tx& tx, std::string_view text) {
  FS_TRY_STATUS(tx.connection().query(text));
  return {};
}

Status ask_one(Tx& tx) { return run(tx, "SELECT 1"); }

TEST_F(PostgresStore, WaitsForAConnectionNoLongerThanItsLimit) {
  options_.queue.max_wait = std::chrono::milliseconds(50);
  const auto store = open();
  std::promise<void> release;
  const auto released = release.get_future().share();
  std::vector<std::promise<void>> started(2);
  std::vector<std::thread> busy;
  for (auto& begun : started) {
    busy.emplace_back([&] {
      EXPECT_TRUE(store->read_blocking([&](Tx& tx) -> Status {
        begun.set_value();
        released.wait();
        return ask_one(tx);
      }));
    });
  }
  for (auto& begun : started) begun.get_future().wait();
  const Status late = store->read_blocking(ask_one);
  release.set_value();
  for (auto& thread : busy) thread.join();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::unavailable);  // HTTP-58
  EXPECT_TRUE(store->read_blocking(ask_one));
}

TEST_F(PostgresStore, EndsAStatementThatTakesTooLong) {
  options_.connect.statement_timeout = std::chrono::milliseconds(50);
  const auto store = open();
  const Status slow = store->read_blocking([](Tx& tx) { return run(tx, "SELECT pg_sleep(60)"); });
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().code, Code::unavailable);
  EXPECT_TRUE(store->read_blocking(ask_one));
}

TEST_F(PostgresStore, WaitsForALockNoLongerThanItsLimit) {
  options_.connect.lock_timeout = std::chrono::milliseconds(50);
  const auto store = open();
  const auto other = connection();
  ASSERT_TRUE(other->begin("ISOLATION LEVEL READ COMMITTED", "LOCK TABLE store"));
  const auto blocked =
      store->write_blocking([](Tx& tx) { return tx.accounts().create_store("blocked", TimeS{1}); });
  ASSERT_FALSE(blocked);
  EXPECT_EQ(blocked.error().code, Code::unavailable);
  ASSERT_TRUE(other->commit());
  EXPECT_TRUE(
      store->write_blocking([](Tx& tx) { return tx.accounts().create_store("free", TimeS{1}); }));
}

TEST_F(PostgresStore, ReplacesConnectionsThatTheServerHasEnded) {
  const auto store = open();
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(store->read_blocking(ask_one));
  ASSERT_TRUE(
      connection()->query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
  for (int i = 0; i < 8; ++i) {
    EXPECT_TRUE(store->read_blocking(ask_one));
    EXPECT_TRUE(store->write_blocking(ask_one));
  }
}

TEST_F(PostgresStore, RunsAUnitAgainThatCameSecondUpToFiveTimes) {
  const auto store = open();
  for (const int conflicts : {4, 100}) {
    int attempts = 0;
    const Status done = store->write_blocking([&](Tx& tx) -> Status {
      if (++attempts <= conflicts) {
        FS_TRY_STATUS(tx.connection().execute("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"));
      }
      return {};
    });
    EXPECT_EQ(attempts, 5);
    EXPECT_EQ(done.has_value(), conflicts == 4);
  }
}

TEST_F(PostgresStore, AReadThatFailsLeavesNothingBehind) {
  options_.connections = 2;
  const auto store = open();
  for (int i = 0; i < 4; ++i) {
    const auto broken = store->read_blocking([](Tx& tx) { return run(tx, "SELECT nonsense"); });
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, Code::internal);
    const auto fails_later = store->read_blocking([](Tx& tx) -> Status {
      FS_TRY_STATUS(ask_one(tx));
      return run(tx, "SELECT 1 / 0");
    });
    EXPECT_FALSE(fails_later);
    EXPECT_TRUE(store->read_blocking([](Tx&) { return Status(); }));  // asks nothing
    EXPECT_TRUE(store->write_blocking(ask_one));
    EXPECT_FALSE(store->read_blocking([](Tx& tx) { return run(tx, "DELETE FROM store"); }));
  }
}

}  // namespace
}  // namespace fieldstone::store
