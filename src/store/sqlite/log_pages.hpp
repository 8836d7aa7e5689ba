// Reads a write-ahead log as SQLite's recovery does, without SQLite
// (https://sqlite.org/fileformat2.html#walformat). Private to store/sqlite.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fieldstone::store::sqlite {

class LogPages {
 public:
  struct Page {
    std::uint32_t number;
    const unsigned char* bytes;  // the first 100; valid as long as the reader
  };

  explicit LogPages(const std::string& path);

  // The next page of a transaction that was committed whole; nothing where the log ends, is broken,
  // or is none.
  std::optional<Page> next_committed();

 private:
  static constexpr std::size_t kHeadBytes = 100;

  struct Frame {
    std::uint32_t page;
    std::uint32_t pages_after_commit;  // 0: more of the transaction follows
  };
  struct Kept {
    std::uint32_t number;
    std::vector<unsigned char> head;
  };
  struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Checksum&) const = default;
  };

  void begin();
  std::optional<Frame> next_frame();
  bool read_transaction();
  std::uint32_t number_at(const unsigned char* bytes) const;  // big-endian
  void sum_up(const unsigned char* bytes, std::size_t size);

  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  bool swapped_ = false;  // the checksum's words are big-endian
  std::uint64_t salts_ = 0;
  Checksum checksum_;
  std::vector<unsigned char> page_;
  std::vector<Kept> transaction_;
  std::size_t given_ = 0;
};

}  // namespace fieldstone::store::sqlite
