// The number of the page of the lock bytes never reaches the library's own cache.
#include "store/sqlite/page_cache.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "base/log.hpp"
#include "store/sqlite/connection.hpp"
#include "support/temp_dir.hpp"

namespace fieldstone::store::sqlite {
namespace {

constexpr int kPageBytes = 4096;
constexpr unsigned kLockPage = 262'145;

struct Rekeyed {
  unsigned from;
  unsigned to;
  bool operator==(const Rekeyed&) const = default;
};

std::vector<Rekeyed> rekeyed;  // what the cache below was told

sqlite3_pcache_methods2 recording_methods() {
  sqlite3_pcache_methods2 methods{};
  methods.xCreate = [](int, int, int) { return reinterpret_cast<sqlite3_pcache*>(&rekeyed); };
  methods.xRekey = [](sqlite3_pcache*, sqlite3_pcache_page*, unsigned from, unsigned to) {
    rekeyed.push_back({from, to});
  };
  methods.xDestroy = [](sqlite3_pcache*) {};
  return methods;
}

TEST(SqlitePageCache, PagesAreSwappedWithoutTheNumberOfTheLockPage) {
  rekeyed.clear();
  const sqlite3_pcache_methods2 inner = recording_methods();
  PageCache cache(inner, kPageBytes, 0, 1);
  sqlite3_pcache_page one{};
  sqlite3_pcache_page other{};
  cache.rekey(&one, 5, kLockPage);
  cache.rekey(&other, 9, 5);
  cache.rekey(&one, kLockPage, 9);
  EXPECT_EQ(rekeyed, (std::vector<Rekeyed>{{5, 0}, {9, 5}, {0, 9}}));
}

TEST(SqlitePageCache, TheSameNumberIsAnOrdinaryOneWhereOtherPagesAreLarger) {
  rekeyed.clear();
  const sqlite3_pcache_methods2 inner = recording_methods();
  PageCache cache(inner, 2 * kPageBytes, 0, 1);
  sqlite3_pcache_page one{};
  cache.rekey(&one, 5, kLockPage);
  cache.rekey(&one, kLockPage, 7);
  EXPECT_EQ(rekeyed, (std::vector<Rekeyed>{{5, kLockPage}, {kLockPage, 7}}));
}

TEST(SqlitePageCache, ATableFilledAtRandomIsWhole) {
  const test::TempDir dir;
  log::NullLogger logger;
  auto opened = Connection::open({.path = dir.file("filled.db")}, logger);
  ASSERT_TRUE(opened);
  sql::Connection& connection = **opened;
  ASSERT_TRUE(connection.execute("CREATE TABLE filled (name TEXT PRIMARY KEY) WITHOUT ROWID"));
  std::mt19937 random(7);
  constexpr int kCommits = 40;
  constexpr int kRows = 100;
  for (int commit = 0; commit < kCommits; ++commit) {
    ASSERT_TRUE(connection.execute("BEGIN IMMEDIATE"));
    for (int row = 0; row < kRows; ++row) {
      const std::string name = std::to_string(random()) + std::string(200, 'x');
      ASSERT_TRUE(connection.execute("INSERT OR IGNORE INTO filled VALUES ($1)", {name}));
    }
    ASSERT_TRUE(connection.execute("COMMIT"));
  }
  auto rows = connection.query("PRAGMA integrity_check");
  ASSERT_TRUE(rows);
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->text(0), "ok");
}

}  // namespace
}  // namespace fieldstone::store::sqlite
