#include "store/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>
#include <thread>

#include "store/invariants.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "support/faulty_sql.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::make_field;
using test::StoreFixture;

std::int64_t count_fields(Store& store) {
  const auto count = store.read_blocking([](Tx& tx) -> Result<std::int64_t> {
    FS_TRY(auto rows, tx.connection().query("SELECT count(*) FROM metafield"));
    FS_TRY_STATUS(rows.next());
    return rows.integer(0);
  });
  return count ? *count : -1;
}

TEST(SqliteConnection, BindsByNumberNotByOrder) {
  test::TempDir dir;
  log::NullLogger logger;
  auto connection = sqlite::Connection::open({.path = dir.file("a.db")}, logger);
  ASSERT_TRUE(connection);
  auto rows = (*connection)->query("SELECT $3, $1, $2, $1", {"one", 2, std::string_view("three")});
  ASSERT_TRUE(rows);
  ASSERT_TRUE(*rows->next());
  EXPECT_EQ(rows->text(0), "three");
  EXPECT_EQ(rows->text(1), "one");
  EXPECT_EQ(rows->integer(2), 2);
  EXPECT_EQ(rows->text(3), "one");
}

TEST(SqliteConnection, IsDurableAndReadOnlyWhereItShouldBe) {
  StoreFixture fixture;
  log::NullLogger logger;
  sqlite::OpenOptions options{.path = fixture.path()};
  auto writer = sqlite::Connection::open(options, logger);
  ASSERT_TRUE(writer);
  auto rows = (*writer)->query("PRAGMA synchronous");
  ASSERT_TRUE(*rows->next());
  EXPECT_EQ(rows->integer(0), 2);  // FULL: an acknowledged write survives power loss
  options.mode = sqlite::OpenMode::read_only;
  auto reader = sqlite::Connection::open(options, logger);
  ASSERT_TRUE(reader);
  EXPECT_FALSE((*reader)->execute("DELETE FROM store"));
}

TEST(Migrations, RefuseAnEditedOrNewerSchema) {
  const Migration known[] = {{"0001_a", "CREATE TABLE a (x);"}, {"0002_b", "CREATE TABLE b (x);"}};
  const AppliedMigration first{"0001_a", checksum_of(known[0])};
  const AppliedMigration edited{"0001_a", checksum_of(known[1])};
  const AppliedMigration third{"0003_c", "0"};
  EXPECT_TRUE(check_applied({}, known));
  EXPECT_TRUE(check_applied({&first, 1}, known));
  EXPECT_FALSE(check_applied({&edited, 1}, known));
  const std::vector<AppliedMigration> newer{first, {"0002_b", checksum_of(known[1])}, third};
  const Status refused = check_applied(newer, known);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("newer"), std::string::npos);
}

TEST(Migrations, ApplyOnceAndInOrder) {
  test::TempDir dir;
  log::NullLogger logger;
  auto connection = sqlite::Connection::open({.path = dir.file("a.db")}, logger);
  const Migration both[] = {{"0001_a", "CREATE TABLE a (x);"},
                            {"0002_b", "ALTER TABLE a ADD COLUMN y;"}};
  ASSERT_TRUE(sqlite::migrate(**connection, {both, 1}, 1));
  ASSERT_TRUE(sqlite::migrate(**connection, both, 2));
  ASSERT_TRUE(sqlite::migrate(**connection, both, 3));
  EXPECT_TRUE((*connection)->execute("INSERT INTO a (x, y) VALUES (1, 2)"));
}

TEST(Migrations, ABrokenStepLeavesNothing) {
  test::TempDir dir;
  log::NullLogger logger;
  auto connection = sqlite::Connection::open({.path = dir.file("a.db")}, logger);
  const Migration broken[] = {{"0001_a", "CREATE TABLE a (x); CREATE TABLE nonsense"}};
  EXPECT_FALSE(sqlite::migrate(**connection, broken, 1));
  const Migration mended[] = {{"0001_a", "CREATE TABLE a (x);"}};
  EXPECT_TRUE(sqlite::migrate(**connection, mended, 2));
}

TEST(SqliteStore, AFailedUnitRollsBackAlone) {
  StoreFixture fixture;
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&, i] {
      const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
        FS_TRY_STATUS(tx.metafields().insert(fixture.id(), make_field("k" + std::to_string(i))));
        if (i % 4 == 0) return fail(Code::validation, {});
        return {};
      });
      failed += done ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(count_fields(fixture.store()), 30);
  const auto violations = fixture.store().read_blocking(
      [](Tx& tx) { return find_violations(tx.connection(), Parents::free); });
  ASSERT_TRUE(violations);
  EXPECT_TRUE(violations->empty());
}

TEST(SqliteStore, AThrowingUnitIsAnInternalErrorAndRollsBack) {
  StoreFixture fixture;
  const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY_STATUS(tx.metafields().insert(fixture.id(), make_field("k")));
    throw std::runtime_error("defect");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::internal);  // HTTP-58: never 400
  EXPECT_EQ(count_fields(fixture.store()), 0);
}

TEST(SqliteStore, NoCommitNoAnswer) {
  StoreFixture fixture;
  // Somebody else holds the write lock for longer than the store waits.
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(fixture.path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  test::TempDir unused;
  log::NullLogger logger;
  sqlite::SqliteOptions options;
  options.path = fixture.path();
  options.busy_timeout = std::chrono::milliseconds(1);
  auto impatient = sqlite::SqliteStore::open(options, logger);
  if (impatient) {
    const auto done = (*impatient)->write_blocking([&](Tx& tx) {
      return tx.metafields().insert(fixture.id(), make_field("k"));
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Code::unavailable);
  } else {
    EXPECT_EQ(impatient.error().code, Code::unavailable);
  }
  sqlite3_close(other);
  EXPECT_EQ(count_fields(fixture.store()), 0);
}

TEST(SqliteStore, ReadsSeeOneSnapshot) {
  StoreFixture fixture;
  fixture.insert(make_field("a"));
  std::promise<void> inserted;
  std::promise<void> counted_once;
  std::thread writer([&] {
    counted_once.get_future().wait();
    fixture.insert(make_field("b"));
    inserted.set_value();
  });
  const auto counts =
      fixture.store().read_blocking([&](Tx& tx) -> Result<std::pair<std::int64_t, std::int64_t>> {
        FS_TRY(const auto before, tx.counters().total(fixture.id(), "metafield/customer"));
        counted_once.set_value();
        inserted.get_future().wait();
        FS_TRY(const auto after, tx.counters().total(fixture.id(), "metafield/customer"));
        return std::pair(before, after);
      });
  writer.join();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->first, 1);
  EXPECT_EQ(counts->second, 1);
  EXPECT_EQ(count_fields(fixture.store()), 2);
}

TEST(MetafieldRepo, EveryFailingStatementFailsTheUnit) {
  StoreFixture fixture;
  for (std::size_t nth = 0; nth < 3; ++nth) {
    const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
      test::FaultySql faulty(tx.connection());
      faulty.fail_after(nth);
      Tx inner(faulty, tx.dialect());
      FS_TRY_STATUS(inner.metafields().insert(fixture.id(), make_field("k" + std::to_string(nth))));
      return {};
    });
    ASSERT_FALSE(done) << nth;
    EXPECT_EQ(done.error().code, Code::unavailable);
  }
  EXPECT_EQ(count_fields(fixture.store()), 0);
}

TEST(MetafieldRepo, IdsAscendPerStoreAndSurviveARestart) {  // MF-6
  StoreFixture fixture;
  EXPECT_EQ(fixture.insert(make_field("a")), MetafieldId{1});
  EXPECT_EQ(fixture.insert(make_field("b")), MetafieldId{2});
  const auto removed = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY(const auto found,
           tx.metafields().find(fixture.id(), ResourceType::customer, MetafieldId{2}));
    return tx.metafields().remove(fixture.id(), *found);
  });
  ASSERT_TRUE(removed);
  fixture.reopen();
  EXPECT_EQ(fixture.insert(make_field("c")), MetafieldId{3});
}

TEST(MetafieldRepo, UniqueKeyIsOfTheOwner) {  // MF-40, MF-41, MF-16
  StoreFixture fixture;
  fixture.insert(make_field("k", "one"));
  fixture.insert(make_field("k", "two"));
  fixture.insert(make_field("K", "one"));
  const auto again = fixture.store().write_blocking(
      [&](Tx& tx) { return tx.metafields().insert(fixture.id(), make_field("k", "one")); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
}

TEST(AccountRepo, TwoTokensOfAnAccountAreOneClient) {  // MF-20, HTTP-144, HTTP-145
  StoreFixture fixture;
  const auto found =
      fixture.store().write_blocking([&](Tx& tx) -> Result<std::vector<std::string>> {
        AccountRecord account{fixture.id(), "client", "name", "store_v2_customers", "00", TimeS{1}};
        FS_TRY_STATUS(tx.accounts().create_account(account));
        std::vector<std::string> clients;
        for (const char* hash : {"aa", "bb"}) {
          FS_TRY_STATUS(tx.accounts().create_token(hash, fixture.id(), "client", TimeS{1}));
          FS_TRY(const auto token, tx.accounts().find_token(hash));
          clients.push_back(token->client_id);
        }
        FS_TRY_STATUS(tx.accounts().revoke_account(fixture.id(), "client", TimeS{2}));
        for (const char* hash : {"aa", "bb"}) {
          FS_TRY(const auto token, tx.accounts().find_token(hash));
          if (token) clients.emplace_back("still valid");
        }
        return clients;
      });
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector<std::string>{"client", "client"}));
}

TEST(Counters, RaiseOnlyUpwards) {  // MF-6
  StoreFixture fixture;
  const auto ids = fixture.store().write_blocking([&](Tx& tx) -> Result<std::vector<std::int64_t>> {
    auto counters = tx.counters();
    std::vector<std::int64_t> given;
    FS_TRY_STATUS(counters.raise(fixture.id(), kMetafieldSequence, 41));
    FS_TRY(given.emplace_back(), counters.next_id(fixture.id(), kMetafieldSequence));
    FS_TRY_STATUS(counters.raise(fixture.id(), kMetafieldSequence, 7));
    FS_TRY(given.emplace_back(), counters.next_id(fixture.id(), kMetafieldSequence));
    return given;
  });
  ASSERT_TRUE(ids);
  EXPECT_EQ(*ids, (std::vector<std::int64_t>{42, 43}));
}

}  // namespace
}  // namespace fieldstone::store
