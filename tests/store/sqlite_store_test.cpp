#include "store/sqlite/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "support/metafields.hpp"
#include "support/upgraded_database.hpp"

namespace fieldstone::store {
namespace {

using test::count_fields;
using test::make_field;
using test::StoreFixture;

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

TEST(SqliteMigrations, RefuseAnEditedOrNewerSchema) {
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

TEST(SqliteMigrations, ApplyOnceAndInOrder) {
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

// CU-41: customers from before the index of their pieces are found after an upgrade.
TEST(SqliteMigrations, NamesOfAnOlderDatabaseAreFound) {
  test::UpgradedDatabase database(
      4,
      "INSERT INTO store (store_id, store_hash, created_at) VALUES (7, 'old', 0);"
      "INSERT INTO customer (store_id, id, email, email_fold, first_name, "
      "last_name, name_fold,"
      " last_name_fold, company, phone, registration_ip_address, notes, "
      "tax_exempt_category,"
      " customer_group_id, address_count, attribute_count, force_password_reset,"
      " accepts_review_emails, origin_channel_id, created_at, modified_at) VALUES"
      " (7, 3, 'e', 'e', 'Alexandra', 'Lee', 'alexandra lee', 'lee', '', '', '', "
      "'', '', 0, 0, 0,"
      " 0, 0, 1, 0, 0);");
  constexpr std::string_view kSearch =
      "SELECT rowid - 7 * 2147483648 FROM customer_name_search"
      " WHERE customer_name_search MATCH $1";
  auto found =
      database.connection().query(kSearch, {std::string_view("\"exandr\" AND \"ra_lee\"")});
  ASSERT_TRUE(found);
  ASSERT_TRUE(*found->next());
  EXPECT_EQ(found->integer(0), 3);
}

TEST(SqliteMigrations, ABrokenStepLeavesNothing) {
  test::TempDir dir;
  log::NullLogger logger;
  auto connection = sqlite::Connection::open({.path = dir.file("a.db")}, logger);
  const Migration broken[] = {{"0001_a", "CREATE TABLE a (x); CREATE TABLE nonsense"}};
  EXPECT_FALSE(sqlite::migrate(**connection, broken, 1));
  const Migration mended[] = {{"0001_a", "CREATE TABLE a (x);"}};
  EXPECT_TRUE(sqlite::migrate(**connection, mended, 2));
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

}  // namespace
}  // namespace fieldstone::store
