// The log and the memory of a SQLite store under load.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

using test::count_fields;
using test::make_field;
using test::number_in;
using test::StoreFixture;

// Two numbers in the log's header, which change when it is started anew
// (https://sqlite.org/fileformat2.html#the_write_ahead_log).
std::string salts(const std::string& database) {
  std::ifstream log(database + "-wal", std::ios::binary);
  std::string bytes(8, '\0');
  log.seekg(16);
  log.read(bytes.data(), 8);
  return bytes;
}

void insert_many(StoreFixture& fixture, int from, int count) {
  const std::string value(60'000, 'v');
  const auto done = fixture.store().write_blocking([&](Tx& tx) -> Status {
    for (int i = 0; i < count; ++i) {
      Metafield field = make_field("k" + std::to_string(from + i));
      field.value = value;
      FS_TRY_STATUS(tx.metafields().insert(fixture.id(), field));
    }
    return {};
  });
  ASSERT_TRUE(done);
}

// A reader that looks after every commit holds a snapshot nearly always.
TEST(SqliteLog, StartsAnewWhileOthersWriteAndRead) {
  constexpr int kRowsPerUnit = 50;
  constexpr int kUnits = 24;  // 72 MB
  StoreFixture fixture;
  fixture.insert(make_field("first"));
  const std::string first = salts(fixture.path());
  for (int i = 0; i < kUnits; ++i) {
    insert_many(fixture, i * kRowsPerUnit, kRowsPerUnit);
    ASSERT_EQ(count_fields(fixture.store()), (i + 1) * kRowsPerUnit + 1);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  int more = 0;
  while (salts(fixture.path()) == first && std::chrono::steady_clock::now() < deadline) {
    insert_many(fixture, 1'000'000 + more++, 1);
    ASSERT_EQ(count_fields(fixture.store()), kUnits * kRowsPerUnit + 1 + more);
  }
  EXPECT_NE(salts(fixture.path()), first);
}

TEST(SqliteMemory, BusyReadersShareWhatMayBeMapped) {
  constexpr std::int64_t kAll = 160 << 20;
  constexpr std::int64_t kLeast = 8 << 20;
  constexpr int kMany = 600;
  StoreFixture fixture;
  const auto mapped = [&] { return number_in(fixture.store(), "PRAGMA mmap_size"); };
  EXPECT_EQ(mapped(), kLeast);
  for (int i = 0; i < kMany; ++i) mapped();
  EXPECT_EQ(mapped(), kAll);
  std::thread([&] {
    EXPECT_EQ(mapped(), kLeast) << "it has hardly read yet";
    for (int i = 0; i < kMany; ++i) mapped();
    EXPECT_EQ(mapped(), kAll / 2);
  }).join();
  EXPECT_EQ(mapped(), kAll / 2);
}

}  // namespace
}  // namespace fieldstone::store
