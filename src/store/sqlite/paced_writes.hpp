// A checkpoint writes scattered pages and flushes them at its end. Handed to the disk all at once
// they keep the log's flush, which every create waits for, behind them in the queue. Paced, they go
// out a slice at a time and the log gets in between. Private to store/sqlite.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fieldstone::store::sqlite {

// What the calling thread writes through SQLite while the object lives is paced. A page that the
// disk refuses fails the write of a later one, so SQLite hears of it. Not nested.
// Thread: the one that made it.
class PacedWrites {
 public:
  PacedWrites();
  ~PacedWrites();
  PacedWrites(const PacedWrites&) = delete;
  PacedWrites& operator=(const PacedWrites&) = delete;

  // Called for each write. False: the disk refused what was written before; errno tells why.
  bool wrote(int file, std::int64_t offset, std::size_t bytes);

 private:
  bool wait_for_disk() const;

  int file_ = -1;
  std::int64_t begin_ = 0;
  std::int64_t end_ = 0;
  std::size_t waiting_bytes_ = 0;
};

// Puts PacedWrites between SQLite and the system. Requires: SQLite is configured; no file is open.
void hook_writes();

}  // namespace fieldstone::store::sqlite
