// The database file stays mapped from one snapshot to the next, and what it shows is current.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "store/sqlite/kept_mapping.hpp"
#include "support/metafields.hpp"
#include "support/temp_dir.hpp"

namespace fieldstone::store::sqlite {
namespace {

constexpr std::size_t kBytes = 64 * 4096;

class MappedFile {
 public:
  MappedFile() : file_(::open(dir_.file("a").c_str(), O_RDWR | O_CREAT, 0600)) { grow(); }
  ~MappedFile() { ::close(file_); }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  int file() const { return file_; }
  void grow() { FS_CHECK(::ftruncate(file_, kBytes) == 0); }
  void cut() { FS_CHECK(::ftruncate(file_, 0) == 0); }
  void put(char byte, off_t at) { FS_CHECK(::pwrite(file_, &byte, 1, at) == 1); }
  void* map() {
    void* const address = ::mmap(nullptr, kBytes, PROT_READ, MAP_SHARED, file_, 0);
    FS_CHECK(address != MAP_FAILED);
    return address;
  }

 private:
  test::TempDir dir_;
  int file_;
};

bool is_mapped(void* address) {
  unsigned char resident[kBytes / 4096];
  return ::mincore(address, kBytes, resident) == 0;
}

TEST(SqliteMapping, WhatIsGivenUpIsUsedAgainForTheSameFileAndSize) {
  MappedFile file;
  KeptMapping mapping;
  EXPECT_EQ(mapping.take(kBytes, file.file()), nullptr);
  void* const address = file.map();
  mapping.made(address, kBytes, file.file());
  EXPECT_EQ(mapping.take(kBytes, file.file()), nullptr) << "SQLite still has it";
  EXPECT_FALSE(mapping.keep(address, kBytes / 2));
  EXPECT_FALSE(mapping.keep(static_cast<char*>(address) + 4096, kBytes));
  ASSERT_TRUE(mapping.keep(address, kBytes));
  EXPECT_FALSE(mapping.keep(address, kBytes)) << "given up already";
  EXPECT_TRUE(is_mapped(address));
  EXPECT_EQ(mapping.take(kBytes, file.file()), address);
  ASSERT_TRUE(mapping.keep(address, kBytes));
  EXPECT_EQ(mapping.take(kBytes / 2, file.file()), nullptr) << "the file has another size now";
  EXPECT_FALSE(is_mapped(address));
}

TEST(SqliteMapping, OnlyWhatSqliteGaveUpIsUnmappedAtTheEnd) {
  MappedFile file;
  void* const given_up = file.map();
  void* const in_use = file.map();
  {
    KeptMapping first;
    first.made(given_up, kBytes, file.file());
    ASSERT_TRUE(first.keep(given_up, kBytes));
    KeptMapping second;
    second.made(in_use, kBytes, file.file());
  }
  EXPECT_FALSE(is_mapped(given_up));
  EXPECT_TRUE(is_mapped(in_use));
  ::munmap(in_use, kBytes);
}

// Why a mapping may be kept at all.
TEST(SqliteMapping, AMappingShowsAFileThatWasCutAndGrewAgain) {
  MappedFile file;
  file.put('a', 5);
  const auto* const bytes = static_cast<const volatile char*>(file.map());
  EXPECT_EQ(bytes[5], 'a');
  file.cut();
  file.grow();
  EXPECT_EQ(bytes[5], 0);
  file.put('b', 5);
  EXPECT_EQ(bytes[5], 'b');
  ::munmap(const_cast<char*>(bytes), kBytes);  // NOLINT: as it came from mmap()
}

TEST(SqliteMapping, ReadsBesideWritesDoNotFaultTheirPagesInAgain) {
  test::StoreFixture fixture;
  const std::string long_value(400, 'x');
  for (int i = 0; i < 2'000; ++i) {
    Metafield field = test::make_field("k" + std::to_string(i));
    field.value = long_value;
    fixture.insert(field);
  }
  const auto faults = [] {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_minflt;
  };
  constexpr int kReads = 200;
  // Faults of reads; of the heap they have some in any case, under a sanitizer two or three each.
  const auto faults_of_reads = [&](bool beside_writes) {
    long of_reads = 0;
    for (int i = 0; i < kReads; ++i) {
      if (beside_writes) fixture.insert(test::make_field("n" + std::to_string(i)));
      const long before = faults();
      EXPECT_EQ(test::count_fields(fixture.store()), 2'000 + (beside_writes ? i + 1 : 0));
      of_reads += faults() - before;
    }
    return of_reads;
  };
  const long alone = faults_of_reads(false);
  // Mapped anew, each read has two faults or more besides.
  EXPECT_LT(faults_of_reads(true) - alone, kReads);
}

}  // namespace
}  // namespace fieldstone::store::sqlite
