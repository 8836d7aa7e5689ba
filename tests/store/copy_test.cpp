#include "store/whole/copy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "store/whole/migrate.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::make_field;
using test::StoreFixture;

void ignore(const std::string&, std::int64_t) {}

std::vector<Table> tables_in(StoreFixture& fixture) {
  auto tables = fixture.store().read_blocking(
      [](Tx& tx) { return tables_of(tx.connection(), tx.dialect()); });
  FS_CHECK(tables);
  return *std::move(tables);
}

Sums sums_in(StoreFixture& fixture) {
  auto sums = fixture.store().read_blocking([](Tx& tx) { return sums_of(tx, ignore); });
  FS_CHECK(sums);
  return *std::move(sums);
}

const Table& named(const std::vector<Table>& tables, std::string_view name) {
  return *std::find_if(tables.begin(), tables.end(),
                       [&](const Table& table) { return table.name == name; });
}

// The words that follow "CREATE TABLE " in the schema.
std::set<std::string> created_tables() {
  constexpr std::string_view kCreate = "CREATE TABLE ";
  std::set<std::string> names;
  const auto migrations = test::on_postgres() ? postgres_migrations() : sqlite_migrations();
  for (const Migration& migration : migrations) {
    for (auto at = migration.text.find(kCreate); at != std::string_view::npos;
         at = migration.text.find(kCreate, at + 1)) {
      const auto name = migration.text.substr(at + kCreate.size());
      names.emplace(name.substr(0, name.find(' ')));
    }
  }
  names.erase("long_value");  // part of metafield
  return names;
}

// Both ends of a copy, and what a copy between them says.
struct Pair {
  StoreFixture from;
  StoreFixture to;

  // A fixture has a store in it; a target has nothing.
  Pair() {
    FS_CHECK(to.store().write_blocking([](Tx& tx) -> Status {
      FS_TRY_STATUS(tx.connection().execute("DELETE FROM store"));
      return {};
    }));
  }
  Result<Sums> copy() {
    return to.store().write_blocking([&](Tx& target) -> Result<Sums> {
      FS_TRY_STATUS(require_empty(target));
      return from.store().read_blocking(
          [&](Tx& source) { return copy_all(source, target, ignore); });
    });
  }
  Result<CatchUp> catch_up() {
    return to.store().write_blocking([&](Tx& target) {
      return from.store().read_blocking(
          [&](Tx& source) { return store::catch_up(source, target, ignore); });
    });
  }
};

// Bytes; SQLite keeps longer values than 512 out of the rows.
std::int64_t longest_in_row(StoreFixture& fixture) {
  const std::int64_t longest =
      test::number_in(fixture.store(), "SELECT max(length(value)) FROM metafield");
  FS_CHECK(longest >= 0);
  return longest;
}

TEST(Catalog, HasEveryTableOfTheSchemaAfterItsParents) {
  StoreFixture fixture;
  std::set<std::string> seen;
  for (const Table& table : tables_in(fixture)) {
    for (const auto& [parent, columns] : table.foreign_keys)
      EXPECT_TRUE(seen.contains(parent)) << table.name << " comes before " << parent;
    EXPECT_FALSE(table.key().empty()) << table.name;
    seen.insert(table.name);
  }
  EXPECT_EQ(seen, created_tables());
}

TEST(Catalog, KnowsColumnsAndTheOrderOfKeys) {
  StoreFixture fixture;
  const auto tables = tables_in(fixture);
  const Table& metafield = named(tables, "metafield");
  std::vector<std::string> key;
  for (const std::size_t place : metafield.key()) key.push_back(metafield.columns[place].name);
  EXPECT_EQ(key, (std::vector<std::string>{"store_id", "resource_type", "resource_id", "id"}));
  const auto value = std::find_if(metafield.columns.begin(), metafield.columns.end(),
                                  [](const Column& column) { return column.name == "created_at"; });
  EXPECT_EQ(value->kind, ColumnKind::integer);
  const auto& keys = named(tables, "customer_address").foreign_keys;
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_EQ(keys[0].parent, "customer");
  EXPECT_EQ(keys[0].columns, (std::vector<std::pair<std::string, std::string>>{
                                 {"store_id", "store_id"}, {"customer_id", "id"}}));
  EXPECT_EQ(keys[1].parent, "store");
}

TEST(Copy, MovesRowsSequencesAndCounters) {
  Pair pair;
  for (int i = 0; i < 250; ++i) {  // more than one statement's worth
    Metafield field = make_field("k" + std::to_string(i));
    field.value = std::string(1, static_cast<char>('a' + i % 26)) + "\xC3\xA4\"\\' \n";
    if (i == 7) field.value.clear();
    if (i % 10 == 8) field.value += std::string(5'000, 'l');
    pair.from.insert(field);
  }
  const auto copied = pair.copy();
  ASSERT_TRUE(copied);
  EXPECT_EQ(*copied, sums_in(pair.from));
  EXPECT_EQ(*copied, sums_in(pair.to));
  const auto fields = std::find_if(copied->begin(), copied->end(),
                                   [](const auto& sum) { return sum.table == "metafield"; });
  EXPECT_EQ(fields->rows, 250);
  EXPECT_EQ(longest_in_row(pair.to), longest_in_row(pair.from));
  const auto next = pair.to.store().write_blocking(
      [&](Tx& tx) { return tx.metafields().insert(pair.from.id(), make_field("next")); });
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, MetafieldId{251});
}

TEST(Copy, RefusesATargetWithRows) {
  Pair pair;
  ASSERT_TRUE(pair.copy());
  const auto again = pair.copy();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_NE(again.error().message.find("store"), std::string::npos);
}

TEST(Copy, SumsTellOneChangedValueAndASwapOfTwo) {
  Pair pair;
  pair.from.insert(make_field("a"));
  pair.from.insert(make_field("b"));
  const Sums before = sums_in(pair.from);
  for (const char* text : {"UPDATE metafield SET value = 'w' WHERE id = 1",
                           "UPDATE metafield SET value = CASE id WHEN 1 THEN 'v' ELSE 'w' END"}) {
    ASSERT_TRUE(pair.from.store().write_blocking([&](Tx& tx) -> Status {
      FS_TRY_STATUS(tx.connection().execute(text));
      return {};
    }));
    EXPECT_NE(sums_in(pair.from), before) << text;
  }
}

TEST(CatchUp, MakesTheTargetEqualAgain) {
  Pair pair;
  for (const char* key : {"a", "b", "c", "d"}) pair.from.insert(make_field(key));
  ASSERT_TRUE(pair.copy());
  Metafield added = make_field("new");
  added.value.assign(5'000, 'l');
  pair.from.insert(added);
  ASSERT_TRUE(pair.from.store().write_blocking([&](Tx& tx) -> Status {
    for (const char* text : {
             "DELETE FROM metafield WHERE id = 3",
             "UPDATE metafield SET value = 'changed' WHERE id = 4",
             // Two unique names change places.
             "UPDATE metafield SET key = 'x' WHERE id = 1",
             "UPDATE metafield SET key = 'a' WHERE id = 2",
             "UPDATE metafield SET key = 'b' WHERE id = 1",
             "UPDATE store SET created_at = 2",
         }) {
      FS_TRY_STATUS(tx.connection().execute(text));
    }
    return {};
  }));
  const auto done = pair.catch_up();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->removed, 1);
  EXPECT_EQ(done->inserted, 1);
  EXPECT_EQ(done->updated, 3 + 1 + 2);  // fields, the store, its sequence and its counter
  EXPECT_EQ(done->sums, sums_in(pair.from));
  EXPECT_EQ(sums_in(pair.to), sums_in(pair.from));
  const auto again = pair.catch_up();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->inserted + again->updated + again->removed, 0);
}

TEST(CatchUp, RefusesATargetThatIsNoCopy) {
  Pair pair;
  ASSERT_TRUE(pair.to.store().write_blocking(
      [](Tx& tx) { return tx.accounts().create_store("other", TimeS{1}); }));
  const Sums before = sums_in(pair.to);
  const auto refused = pair.catch_up();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::conflict);
  EXPECT_EQ(sums_in(pair.to), before);
}

}  // namespace
}  // namespace fieldstone::store
