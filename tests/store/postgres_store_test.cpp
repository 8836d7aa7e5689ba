// PostgreSQL's own ways: time limits, lost connections, conflicts. Runs where the tests have a
// cluster.
#include "store/postgres/postgres_store.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <optional>
#include <set>
#include <thread>

#include "support/lasting_loop.hpp"
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

using Unit = std::function<Status(Tx&)>;

boost::asio::awaitable<void> keep_status(Store* store, Unit unit, std::optional<Status>* status) {
  *status = co_await store->read(unit);
}

// A read by a coroutine, whose loop runs on this thread.
Status read_in_loop(Store& store, const Unit& unit) {
  boost::asio::io_context& loop = test::lasting_loop();
  std::optional<Status> status;
  boost::asio::co_spawn(loop, keep_status(&store, unit, &status), boost::asio::detached);
  loop.run();
  FS_CHECK(status);
  return *std::move(status);
}

Status read_blocking(Store& store, const Unit& unit) { return store.read_blocking(unit); }

constexpr auto kBothWays = {&read_in_loop, &read_blocking};

boost::asio::awaitable<void> keep_written(Store* store, Unit unit, std::optional<Status>* status) {
  *status = co_await store->write(StoreId{1}, unit);
}

// As a request writes.
Status write(Store& store, const Unit& unit) {
  boost::asio::io_context& loop = test::lasting_loop();
  std::optional<Status> status;
  boost::asio::co_spawn(loop, keep_written(&store, unit, &status), boost::asio::detached);
  loop.run();
  return *status;
}

TEST_F(PostgresStore, AUnitOfARequestHasBounds) {  // HTTP-171
  const auto leave_and_read = [](Tx& tx) -> Status {
    FS_TRY_STATUS(tx.connection().execute("CREATE TABLE IF NOT EXISTS left_behind (a int)"));
    FS_TRY_STATUS(run(tx, "SELECT repeat('v', 300000)"));
    return run(tx, "SELECT 1");
  };
  const auto look = [](Tx& tx) -> Result<std::int64_t> {
    FS_TRY(auto rows,
           tx.connection().query("SELECT count(*) FROM pg_class WHERE relname = 'left_behind'"));
    FS_TRY_STATUS(rows.next());
    return rows.integer(0);
  };
  for (const bool by_time : {false, true}) {
    options_.queue.unit = {};
    if (by_time) {
      options_.queue.unit.time = std::chrono::milliseconds(0);
    } else {
      options_.queue.unit.bytes = 200'000;
    }
    const auto store = open();
    const Status status = write(*store, leave_and_read);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, Code::unavailable);
    EXPECT_EQ(status.error().message, kTooMuchAtOnce);
    EXPECT_EQ(*store->read_blocking(look), 0);
    EXPECT_TRUE(store->write_blocking(leave_and_read));  // commands have no bounds
    EXPECT_TRUE(store->write_blocking([](Tx& tx) { return run(tx, "DROP TABLE left_behind"); }));
  }
}

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
  const auto store = open();
  for (const auto read : kBothWays) {
    for (int i = 0; i < 4; ++i) {
      const auto broken = read(*store, [](Tx& tx) { return run(tx, "SELECT nonsense"); });
      ASSERT_FALSE(broken);
      EXPECT_EQ(broken.error().code, Code::internal);
      const auto fails_later = read(*store, [](Tx& tx) -> Status {
        FS_TRY_STATUS(ask_one(tx));
        return run(tx, "SELECT 1 / 0");
      });
      EXPECT_FALSE(fails_later);
      EXPECT_FALSE(read(*store, [](Tx& tx) { return run(tx, "SELECT 1 / 0"); }));
      EXPECT_TRUE(read(*store, [](Tx&) { return Status(); }));  // asks nothing
      EXPECT_TRUE(store->write_blocking(ask_one));
      EXPECT_FALSE(read(*store, [](Tx& tx) { return run(tx, "DELETE FROM store"); }));
      EXPECT_FALSE(read(*store, [](Tx& tx) -> Status {
        FS_TRY_STATUS(tx.connection().execute("DELETE FROM store"));
        return {};
      }));
      EXPECT_TRUE(read(*store, ask_one));
    }
  }
}

TEST_F(PostgresStore, AReadThatAsksOneThingNeedsNoOtherThread) {
  const auto store = open();
  std::set<std::thread::id> threads;
  const auto unit = [&](Tx& tx) {
    threads.insert(std::this_thread::get_id());
    return ask_one(tx);
  };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(read_in_loop(*store, unit));
  EXPECT_EQ(threads, std::set{std::this_thread::get_id()});
}

// COMMIT goes out with the first statement until a second one has come after it.
TEST_F(PostgresStore, ALongerReadIsRunAgainInOneSnapshot) {
  const auto store = open();
  for (const auto read : kBothWays) {
    int runs = 0;
    int rows = 0;
    const auto unit = [&](Tx& tx) -> Status {
      ++runs;
      rows = 0;
      FS_TRY_STATUS(tx.connection().query("SELECT count(*) FROM store"));
      const std::string hash = "s" + std::to_string(runs) + (read == &read_in_loop ? "a" : "b");
      EXPECT_TRUE(store->write_blocking(
          [&](Tx& other) { return other.accounts().create_store(hash, TimeS{1}); }));
      FS_TRY(auto found,
             tx.connection().query("SELECT 1 FROM store WHERE store_hash = $1", {hash}));
      FS_TRY(const bool any, found.next());
      rows += any ? 1 : 0;
      return {};
    };
    for (int i = 0; i < 4; ++i) {
      EXPECT_TRUE(read(*store, unit));
      EXPECT_EQ(rows, 0) << "a store of a later moment, in run " << runs;
    }
    EXPECT_LT(runs, 12);  // most know by then that there is a second statement
  }
}

TEST_F(PostgresStore, ReplacesConnectionsThatTheServerHasEndedUnderALoop) {
  const auto store = open();
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(read_in_loop(*store, ask_one));
    ASSERT_TRUE(
        connection()->query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            " WHERE datname = current_database() AND pid <> pg_backend_pid()"));
    EXPECT_TRUE(read_in_loop(*store, ask_one));
  }
}

TEST_F(PostgresStore, ALoopEndsAStatementThatTakesTooLong) {
  options_.connect.statement_timeout = std::chrono::milliseconds(50);
  const auto store = open();
  int runs = 0;
  const Status slow = read_in_loop(*store, [&](Tx& tx) {
    ++runs;
    return run(tx, "SELECT pg_sleep(60)");
  });
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().code, Code::unavailable);
  EXPECT_EQ(runs, 2) << "asked and answered, but not tried again";
  EXPECT_TRUE(read_in_loop(*store, ask_one));
}

// A server that gives up on its requests takes their loop away in the middle of a read.
TEST_F(PostgresStore, AReadThatIsAbandonedTakesOnlyItsConnection) {
  options_.connect.statement_timeout = std::chrono::seconds(2);  // so long the end waits for it
  auto store = open();
  const Unit endless = [](Tx& tx) { return run(tx, "SELECT pg_sleep(60)"); };
  std::optional<Status> status;
  {
    boost::asio::io_context loop;
    boost::asio::co_spawn(loop, keep_status(store.get(), endless, &status), boost::asio::detached);
    loop.poll();  // as far as the wait for the answer
  }
  EXPECT_TRUE(store->read_blocking(ask_one));
  EXPECT_TRUE(read_in_loop(*store, ask_one));
  boost::asio::io_context last;
  boost::asio::co_spawn(last, keep_status(store.get(), endless, &status), boost::asio::detached);
  last.poll();
  store.reset();
  EXPECT_FALSE(status);
}

}  // namespace
}  // namespace fieldstone::store
