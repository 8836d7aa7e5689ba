#include "store/sqlite/memory.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace fieldstone::store::sqlite {
namespace {

TEST(SqliteMemory, BlocksAreAlignedApartAndAsLargeAsTheySay) {
  const sqlite3_mem_methods& memory = memory_methods();
  std::vector<void*> blocks;
  for (int round = 0; round < 3; ++round) {
    for (int size = 1; size < 6000; size += 37) {
      void* const block = memory.xMalloc(memory.xRoundup(size));
      ASSERT_NE(block, nullptr);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % 8, 0U);
      EXPECT_GE(memory.xSize(block), size);
      EXPECT_EQ(memory.xRoundup(memory.xSize(block)), memory.xSize(block));
      std::memset(block, size & 0xFF, static_cast<std::size_t>(memory.xSize(block)));
      blocks.push_back(block);
    }
    int size = 1;
    for (void* block : blocks) {
      const auto* bytes = static_cast<const unsigned char*>(block);
      EXPECT_EQ(bytes[0], size & 0xFF);
      EXPECT_EQ(bytes[memory.xSize(block) - 1], size & 0xFF);
      memory.xFree(block);
      size += 37;
    }
    blocks.clear();
  }
}

TEST(SqliteMemory, ResizingKeepsTheBytes) {
  const sqlite3_mem_methods& memory = memory_methods();
  void* block = memory.xMalloc(memory.xRoundup(10));
  std::memcpy(block, "0123456789", 10);
  for (const int size : {60, 500, 3000, 100'000, 200'000, 3000, 10}) {
    block = memory.xRealloc(block, memory.xRoundup(size));
    ASSERT_NE(block, nullptr);
    EXPECT_GE(memory.xSize(block), size);
    EXPECT_EQ(std::memcmp(block, "0123456789", 10), 0);
  }
  memory.xFree(block);
}

// Another thread than the one that read ends an outdated snapshot.
TEST(SqliteMemory, AnotherThreadMayFree) {
  const sqlite3_mem_methods& memory = memory_methods();
  for (int i = 0; i < 100; ++i) {
    void* const block = memory.xMalloc(memory.xRoundup(100));
    std::thread([&] { memory.xFree(block); }).join();
  }
}

}  // namespace
}  // namespace fieldstone::store::sqlite
