// Who waits for whom on SQLite: writes of stores take turns, long reads leave the thread that asks.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <thread>
#include <vector>

#include "store/sqlite/sqlite_store.hpp"
#include "support/lasting_loop.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

class SqliteTurns : public testing::Test {
 protected:
  std::unique_ptr<sqlite::SqliteStore> open() {
    options_.path = fixture_.path();
    auto opened = sqlite::SqliteStore::open(options_, logger_);
    FS_CHECK(opened);
    return *std::move(opened);
  }

  test::StoreFixture fixture_;
  log::NullLogger logger_;
  sqlite::SqliteOptions options_;
};

// The writer is busy with a unit until run(); what is asked for meanwhile waits in its queue.
struct BusyWriter {
  explicit BusyWriter(Store& of_store) : store(of_store) {
    boost::asio::co_spawn(loop, occupy(this), boost::asio::detached);
    loop.poll();
    started.get_future().wait();
  }
  static boost::asio::awaitable<void> occupy(BusyWriter* self) {
    const auto work = [self](Tx&) -> Status {
      self->started.set_value();
      self->opened.get_future().wait();
      return {};
    };
    const auto done = co_await self->store.write(StoreId{99}, work);
    EXPECT_TRUE(done);
  }
  static boost::asio::awaitable<void> write(BusyWriter* self, StoreId store_id) {
    const auto work = [self, store_id](Tx&) -> Status {
      self->order.push_back(store_id.value);
      return {};
    };
    const auto done = co_await self->store.write(store_id, work);
    if (!done) self->refused.push_back(store_id.value);
  }
  void ask(std::int64_t store_id) {
    boost::asio::co_spawn(loop, write(this, StoreId{store_id}), boost::asio::detached);
    loop.poll();
  }
  void run() {
    opened.set_value();
    loop.run();
  }

  Store& store;
  boost::asio::io_context& loop = test::lasting_loop();
  std::promise<void> started;
  std::promise<void> opened;
  std::vector<std::int64_t> order;
  std::vector<std::int64_t> refused;
};

TEST_F(SqliteTurns, WritesOfStoresAlternate) {
  const auto store = open();
  BusyWriter busy(*store);
  for (const int store_id : {1, 1, 1, 1, 2, 2, 3}) busy.ask(store_id);
  busy.run();
  EXPECT_EQ(busy.order, (std::vector<std::int64_t>{1, 2, 3, 1, 2, 1, 1}));
}

TEST_F(SqliteTurns, AFullQueueOfOneStoreLeavesRoomForOthers) {  // HTTP-163
  options_.max_queued_writes_each = 2;
  const auto store = open();
  BusyWriter busy(*store);
  for (const int store_id : {1, 1, 1, 2}) busy.ask(store_id);
  EXPECT_EQ(busy.refused, (std::vector<std::int64_t>{1}));
  busy.run();
  EXPECT_EQ(busy.order, (std::vector<std::int64_t>{1, 2, 1}));
}

TEST_F(SqliteTurns, AGroupTakesInNoMoreWhenItsTimeIsOver) {
  options_.max_group_time = std::chrono::milliseconds(0);
  const auto store = open();
  BusyWriter busy(*store);
  for (const int store_id : {1, 1, 2, 1}) busy.ask(store_id);
  busy.run();
  EXPECT_EQ(busy.order, (std::vector<std::int64_t>{1, 2, 1, 1}));
  EXPECT_EQ(store->stats().commit_groups, 5U);  // one unit each
  EXPECT_EQ(store->stats().committed_units, 5U);
}

constexpr std::string_view kManySteps =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
    " SELECT count(*) FROM n";
constexpr std::string_view kMuchText =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
    " SELECT hex(zeroblob(50000)) FROM n";

Result<std::int64_t> count_rows(Tx& tx, std::string_view text) {
  FS_TRY(auto rows, tx.connection().query(text));
  std::int64_t count = 0;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return count;
    count += static_cast<std::int64_t>(rows.text(0).size() > 0);
  }
}

// What a request's unit of work is told, and whether the next one of another store is done.
struct TooMuch {
  static boost::asio::awaitable<void> ask(TooMuch* self, Store* store, std::string_view text) {
    const auto large = [self, text](Tx& tx) -> Status {
      FS_TRY_STATUS(tx.connection().execute("CREATE TABLE IF NOT EXISTS left_behind (a)"));
      FS_TRY_STATUS(count_rows(tx, text));
      FS_TRY_STATUS(tx.connection().execute("INSERT INTO left_behind VALUES (1)"));
      self->passed = true;
      return {};
    };
    self->large = co_await store->write(StoreId{1}, large);
  }
  static boost::asio::awaitable<void> ask_little(TooMuch* self, Store* store) {
    const auto little = [](Tx& tx) -> Status {
      FS_TRY_STATUS(count_rows(tx, "SELECT 1"));
      return {};
    };
    self->little = co_await store->write(StoreId{2}, little);
  }
  TooMuch(Store& store, std::string_view text) {
    boost::asio::io_context& loop = test::lasting_loop();
    boost::asio::co_spawn(loop, ask(this, &store, text), boost::asio::detached);
    boost::asio::co_spawn(loop, ask_little(this, &store), boost::asio::detached);
    loop.run();
  }

  Status large;
  Status little = fail(Code::internal, {});
  bool passed = false;
};

TEST_F(SqliteTurns, AUnitOfARequestHasBounds) {  // HTTP-171
  options_.unit.steps = 100'000;
  options_.unit.bytes = 300'000;
  const auto store = open();
  for (const auto text : {kManySteps, kMuchText}) {
    const TooMuch asked(*store, text);
    ASSERT_FALSE(asked.large) << text;
    EXPECT_EQ(asked.large.error().code, Code::unavailable);
    EXPECT_EQ(asked.large.error().message, kTooMuchAtOnce);
    EXPECT_FALSE(asked.passed);
    EXPECT_TRUE(asked.little);
  }
  auto look = [](Tx& tx) {
    return count_rows(tx, "SELECT name FROM sqlite_schema WHERE name = 'left_behind'");
  };
  EXPECT_EQ(*store->read_blocking(look), 0);
}

TEST_F(SqliteTurns, AStatementThatWritesIsTheLastOne) {  // HTTP-171
  options_.unit.steps = 100'000;
  const auto store = open();
  const TooMuch asked(*store,
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                      " WHERE i < 100000) INSERT INTO left_behind SELECT i FROM n RETURNING a");
  ASSERT_FALSE(asked.large);
  EXPECT_EQ(asked.large.error().message, kTooMuchAtOnce);
  EXPECT_TRUE(asked.little);  // its group was not undone
}

TEST_F(SqliteTurns, UnitsOfCommandsHaveNoBounds) {
  options_.unit.steps = 100'000;
  const auto store = open();
  auto work = [](Tx& tx) -> Status {
    FS_TRY_STATUS(count_rows(tx, kManySteps));
    return {};
  };
  EXPECT_TRUE(store->write_blocking(work));
}

TEST_F(SqliteTurns, AReadAtOnceIsShort) {  // HTTP-170
  const auto store = open();
  for (const auto text : {kManySteps, kMuchText}) {
    auto work = [text](Tx& tx) { return count_rows(tx, text); };
    EXPECT_FALSE(store->read_at_once(work)) << text;
    EXPECT_TRUE(store->read_blocking(work)) << text;  // commands are not bounded
  }
  auto little = [](Tx& tx) { return count_rows(tx, "SELECT 1"); };
  const auto answer = store->read_at_once(little);
  ASSERT_TRUE(answer && *answer);
  EXPECT_EQ(**answer, 1);
}

TEST_F(SqliteTurns, ALongReadIsDoneElsewhere) {  // HTTP-170
  const auto store = open();
  boost::asio::io_context& loop = test::lasting_loop();
  const auto here = std::this_thread::get_id();
  bool done = false;
  const auto ask = [&]() -> boost::asio::awaitable<void> {
    const auto work = [here](Tx& tx) {
      EXPECT_NE(std::this_thread::get_id(), here);
      return count_rows(tx, kMuchText);
    };
    const auto answer = co_await store->read_in_turn(StoreId{1}, work);
    EXPECT_EQ(std::this_thread::get_id(), here);
    EXPECT_TRUE(answer);
    if (answer) EXPECT_EQ(*answer, 10);
    done = true;
  };
  boost::asio::co_spawn(loop, ask(), boost::asio::detached);
  loop.run();
  EXPECT_TRUE(done);
}

TEST_F(SqliteTurns, ALongReadHasATime) {  // HTTP-170
  options_.long_reads.deadline = std::chrono::milliseconds(0);
  const auto store = open();
  boost::asio::io_context& loop = test::lasting_loop();
  std::vector<Code> codes;
  std::string message;
  const auto ask = [&](std::string_view text) -> boost::asio::awaitable<void> {
    const auto work = [text](Tx& tx) { return count_rows(tx, text); };
    const auto answer = co_await store->read_in_turn(StoreId{1}, work);
    if (answer) co_return;
    codes.push_back(answer.error().code);
    message = answer.error().message;
  };
  boost::asio::co_spawn(loop, ask(kManySteps), boost::asio::detached);
  boost::asio::co_spawn(loop, ask("SELECT 1"), boost::asio::detached);  // over before anybody looks
  loop.run();
  EXPECT_EQ(codes, (std::vector<Code>{Code::unavailable}));
  EXPECT_EQ(message, kTookTooLong);
}

}  // namespace
}  // namespace fieldstone::store
