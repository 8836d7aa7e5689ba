#include "store/sqlite/reader.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::count_fields;
using test::make_field;
using test::StoreFixture;

// Another process, as far as SQLite can tell: a connection that the store knows nothing of.
class Stranger {
 public:
  explicit Stranger(const std::string& path) {
    FS_CHECK(sqlite3_open(path.c_str(), &database_) == SQLITE_OK);
  }
  ~Stranger() { sqlite3_close(database_); }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;

  bool run(const char* sql) {
    return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  // Whether a checkpoint could copy all of the log and start it anew.
  bool empties_log() {
    return sqlite3_wal_checkpoint_v2(database_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                     nullptr) == SQLITE_OK;
  }

 private:
  sqlite3* database_ = nullptr;
};

TEST(SqliteReader, SeesEachCommitAtOnceOnEveryThread) {
  StoreFixture fixture;
  std::atomic<int> committed = 0;
  std::atomic<int> behind = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (committed < 300) {
        const int known = committed;  // acknowledged before the read begins
        if (count_fields(fixture.store()) < known) ++behind;
      }
    });
  }
  for (int i = 0; i < 300; ++i) {
    fixture.insert(make_field("k" + std::to_string(i)));
    committed = i + 1;
    if (count_fields(fixture.store()) != i + 1) ++behind;
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(behind, 0);
}

TEST(SqliteReader, SeesCommitsOfOtherProcesses) {
  StoreFixture fixture;
  Stranger stranger(fixture.path());
  fixture.insert(make_field("k"));
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(count_fields(fixture.store()), 1);
    ASSERT_TRUE(stranger.run("DELETE FROM metafield"));
    ASSERT_EQ(count_fields(fixture.store()), 0) << "round " << i;
    fixture.insert(make_field("k"));
  }
}

TEST(SqliteReader, SeesWhatFollowsACheckpointThatRestartsTheLog) {
  StoreFixture fixture;
  Stranger stranger(fixture.path());
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(count_fields(fixture.store()), i);
    for (int wait = 0; wait < 100 && !stranger.empties_log(); ++wait)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    fixture.insert(make_field("k" + std::to_string(i)));
  }
  ASSERT_EQ(count_fields(fixture.store()), 5);
}

TEST(SqliteReader, AKeptSnapshotDoesNotHoldUpTheLogForLong) {
  StoreFixture fixture;
  fixture.insert(make_field("a"));
  ASSERT_EQ(count_fields(fixture.store()), 1);
  ASSERT_EQ(count_fields(fixture.store()), 1);  // the first one is never kept
  Stranger stranger(fixture.path());
  ASSERT_TRUE(stranger.run("UPDATE metafield SET value = 'changed'"));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!stranger.empties_log() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(stranger.empties_log());
}

TEST(SqliteReader, AFailedUnitLeavesTheReaderUsable) {
  StoreFixture fixture;
  fixture.insert(make_field("a"));
  for (int i = 0; i < 3; ++i) {
    const auto broken = fixture.store().read_blocking([](Tx& tx) -> Result<std::int64_t> {
      return tx.connection().execute("DELETE FROM metafield");  // the connection only reads
    });
    EXPECT_FALSE(broken);
    EXPECT_EQ(count_fields(fixture.store()), 1);
  }
}

// What a bulk import is to a server: it holds the lock nearly always, but lets go between commits.
TEST(SqliteWriter, GetsItsTurnBesideAnImport) {
  StoreFixture fixture;
  std::atomic<bool> stop = false;
  std::thread import([&] {
    Stranger stranger(fixture.path());
    while (!stop) {
      if (stranger.run("BEGIN IMMEDIATE")) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        stranger.run("COMMIT");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kWrites = 30;
  for (int i = 0; i < kWrites; ++i) fixture.insert(make_field("k" + std::to_string(i)));
  const auto took = std::chrono::steady_clock::now() - begin;
  stop = true;
  import.join();
  EXPECT_LT(took, kWrites * std::chrono::milliseconds(70));
}

// By this an import knows that it is to leave the lock to others.
TEST(SqliteWriter, NoticesThatAnotherProcessWrote) {
  StoreFixture fixture;
  Stranger stranger(fixture.path());
  for (const char* key : {"a", "b", "c"}) fixture.insert(make_field(key));
  EXPECT_EQ(fixture.store().stats().foreign_commits, 0U) << "our own commits are not foreign";
  ASSERT_TRUE(stranger.run("UPDATE store SET created_at = 5"));
  EXPECT_EQ(fixture.store().stats().foreign_commits, 0U) << "noticed by the next write";
  for (const char* key : {"d", "e"}) fixture.insert(make_field(key));
  EXPECT_EQ(fixture.store().stats().foreign_commits, 1U);
}

}  // namespace
}  // namespace fieldstone::store
