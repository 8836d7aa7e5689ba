#include "store/sqlite/paced_writes.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/check.hpp"

namespace fieldstone::store::sqlite {
namespace {

// What may wait in the disk's queue before the log: some 64 scattered pages.
constexpr std::size_t kSliceBytes = 256 * 1024;

using Write = ssize_t (*)(int, const void*, std::size_t, off64_t);

constinit Write write_of_system = nullptr;
constinit thread_local PacedWrites* pacing = nullptr;

ssize_t write_at(int file, const void* from, std::size_t bytes, off64_t offset) {
  const ssize_t written = write_of_system(file, from, bytes, offset);
  if (pacing == nullptr || written <= 0) return written;
  return pacing->wrote(file, offset, static_cast<std::size_t>(written)) ? written : -1;
}

}  // namespace

PacedWrites::PacedWrites() {
  FS_CHECK(pacing == nullptr);
  pacing = this;
}

PacedWrites::~PacedWrites() { pacing = nullptr; }

bool PacedWrites::wrote(int file, std::int64_t offset, std::size_t bytes) {
  const std::int64_t end = offset + static_cast<std::int64_t>(bytes);
  if (file != file_ || waiting_bytes_ == 0) {
    file_ = file;
    begin_ = offset;
    end_ = end;
    waiting_bytes_ = 0;
  }
  begin_ = std::min(begin_, offset);
  end_ = std::max(end_, end);
  waiting_bytes_ += bytes;
  if (waiting_bytes_ < kSliceBytes) return true;
  waiting_bytes_ = 0;
  return wait_for_disk();
}

// A checkpoint writes in the order of pages: between the first and the last of a slice nothing else
// waits. The call reports a failed write to its caller and to nobody else any more, not even to
// fdatasync(): it must be passed on.
bool PacedWrites::wait_for_disk() const {
  constexpr unsigned kWhole =
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  if (::sync_file_range(file_, begin_, end_ - begin_, kWhole) == 0) return true;
  return errno != EIO && errno != ENOSPC && errno != EDQUOT;  // else: not known on this file system
}

void hook_writes() {
  constexpr const char* kName = "pwrite64";
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  if (vfs == nullptr || vfs->iVersion < 3) return;
  const sqlite3_syscall_ptr known = vfs->xGetSystemCall(vfs, kName);
  if (known == nullptr) return;
  write_of_system = reinterpret_cast<Write>(known);
  vfs->xSetSystemCall(vfs, kName, reinterpret_cast<sqlite3_syscall_ptr>(&write_at));
}

}  // namespace fieldstone::store::sqlite
