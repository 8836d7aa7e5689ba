// Long values of metafields, which SQLite keeps out of their rows
// (schema/sqlite/0006_long_values.sql): whatever happens to them, they read back whole and nothing
// is left behind. On both engines.
#include <gtest/gtest.h>

#include <map>

#include "support/metafields.hpp"
#include "support/soundness.hpp"
#include "support/upgraded_database.hpp"

namespace fieldstone::store {
namespace {

using test::make_field;
using test::number_in;
using test::StoreFixture;

// The last value that lies in its row, the first that does not, and others.
constexpr std::size_t kSizes[] = {0, 1, 511, 512, 513, 4'000, 60'000};

// How many values SQLite keeps out of their rows.
void expect_apart(StoreFixture& fixture, std::int64_t values) {
  if (test::on_postgres()) return;
  EXPECT_EQ(number_in(fixture.store(), "SELECT count(*) FROM long_value"), values);
}

std::string read(StoreFixture& fixture, MetafieldId id) {
  const auto found = fixture.store().read_blocking([&](Tx& tx) {
    return tx.metafields().find_on({fixture.id(), ResourceType::customer, "1"}, id);
  });
  return found && *found ? (*found)->value : "no such field";
}

void change_value(StoreFixture& fixture, MetafieldId id, const std::string& value) {
  const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY(const auto before, tx.metafields().find(fixture.id(), ResourceType::customer, id));
    Metafield after = *before;
    after.value = value;
    return tx.metafields().update(fixture.id(), *before, after);
  });
  EXPECT_TRUE(done);
}

TEST(LongValues, ReadBackWholeAfterEveryChangeOfTheirLength) {
  StoreFixture fixture;
  for (const std::size_t before : kSizes) {
    for (const std::size_t after : kSizes) {
      Metafield field = make_field(std::to_string(before) + "-" + std::to_string(after));
      field.value = std::string(before, 'b');
      const MetafieldId id = fixture.insert(field);
      EXPECT_EQ(read(fixture, id), field.value);
      change_value(fixture, id, std::string(after, 'a'));
      EXPECT_EQ(read(fixture, id), std::string(after, 'a'));
    }
  }
  test::expect_sound(fixture.store());
}

TEST(LongValues, AreInListsAndWalksAndFoundByName) {
  StoreFixture fixture;
  std::map<std::int64_t, std::string> values;
  for (const std::size_t size : kSizes) {
    Metafield field = make_field("k" + std::to_string(size));
    field.value = std::string(size, 'v');
    values[fixture.insert(field).value] = field.value;
  }
  const MetafieldScope everywhere{fixture.id(), ResourceType::customer, std::nullopt};
  const MetafieldScope here{fixture.id(), ResourceType::customer, "1"};
  const auto done = fixture.store().read_blocking([&](Tx& tx) -> Status {
    for (const MetafieldScope& scope : {everywhere, here}) {
      for (const bool full_access : {true, false}) {
        FS_TRY(const auto page, tx.metafields().list(scope, Reader{"app", full_access}, {}, {}));
        EXPECT_EQ(page.rows.size(), values.size());
        for (const MetafieldView& row : page.rows) EXPECT_EQ(row.value, values[row.id.value]);
      }
    }
    std::size_t seen = 0;
    FS_TRY_STATUS(tx.metafields().visit_all(fixture.id(), ResourceType::customer,
                                            [&](const MetafieldView& row) -> Status {
                                              EXPECT_EQ(row.value, values[row.id.value]);
                                              ++seen;
                                              return {};
                                            }));
    EXPECT_EQ(seen, values.size());
    FS_TRY(const auto named, tx.metafields().find_named(here, "app", "ns", "k60000"));
    EXPECT_TRUE(named && named->value.size() == 60'000);
    return {};
  });
  EXPECT_TRUE(done);
}

TEST(LongValues, GoWithTheirFields) {
  StoreFixture fixture;
  Metafield field = make_field("k");
  field.value = std::string(5'000, 'v');
  field.id = fixture.insert(field);
  Metafield other = make_field("k", "app", PermissionSet::app_only, "2");
  other.value = field.value;
  fixture.insert(other);
  const auto removed = fixture.store().write_blocking([&](Tx& tx) -> Status {
    FS_TRY_STATUS(tx.metafields().set_owner(fixture.id(), field, "heir"));
    field.owner_client_id = "heir";
    FS_TRY_STATUS(tx.metafields().remove(fixture.id(), field));
    return tx.metafields().remove_of_resource({fixture.id(), ResourceType::customer, "2"});
  });
  EXPECT_TRUE(removed);
  EXPECT_EQ(test::count_fields(fixture.store()), 0);
  test::expect_sound(fixture.store());
  expect_apart(fixture, 0);
}

TEST(LongValues, ARolledBackUnitLeavesNone) {
  StoreFixture fixture;
  Metafield field = make_field("k");
  field.value = std::string(5'000, 'v');
  fixture.insert(field);
  const auto taken = fixture.store().write_blocking(
      [&](Tx& tx) { return tx.metafields().insert(fixture.id(), field); });
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Code::conflict);  // MF-40
  test::expect_sound(fixture.store());
  expect_apart(fixture, 1);
}

TEST(SqliteLongValues, AreOutOfTheirRows) {
  StoreFixture fixture;
  for (const std::size_t size : kSizes) {
    Metafield field = make_field("k" + std::to_string(size));
    field.value = std::string(size, 'v');
    fixture.insert(field);
  }
  EXPECT_EQ(number_in(fixture.store(), "SELECT max(length(value)) FROM metafield"), 512);
  expect_apart(fixture, 3);
}

TEST(SqliteLongValues, OfAnOlderDatabaseAreMoved) {
  test::UpgradedDatabase database(
      5,
      "INSERT INTO store (store_id, store_hash, created_at) VALUES (7, 'old', 0);"
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)"
      "INSERT INTO metafield SELECT 7, 1, i / 10, i, 'app', '', 2, 'n', 'k' || i,"
      " replace(hex(zeroblob(i * 10)), '0', char(65 + i % 26)), '', 0, 0 FROM n");
  const auto count = [&](std::string_view query) -> std::int64_t {
    auto rows = database.connection().query(query);
    return rows && *rows->next() ? rows->integer(0) : -1;
  };
  EXPECT_EQ(count("SELECT count(*) FROM long_value"), 65);
  EXPECT_EQ(count("SELECT max(length(value)) FROM metafield"), 500);
  EXPECT_EQ(count("SELECT count(*) FROM whole_metafield"
                  " WHERE value = replace(hex(zeroblob(id * 10)), '0', char(65 + id % 26))"),
            90);
}

}  // namespace
}  // namespace fieldstone::store
