#include "store/sqlite/kept_mapping.hpp"

#include <sqlite3.h>
#include <sys/mman.h>

#include "base/check.hpp"

namespace fieldstone::store::sqlite {
namespace {

using Map = void* (*)(void*, std::size_t, int, int, int, off_t);
using Unmap = int (*)(void*, std::size_t);

constinit Map map_of_system = &::mmap;
constinit Unmap unmap_of_system = &::munmap;
constinit thread_local KeptMapping* in_use = nullptr;

void* map(void* address, std::size_t bytes, int protection, int flags, int file, off_t offset) {
  // The WAL index is mapped for writing, the database is not.
  const bool database = protection == PROT_READ && offset == 0 && address == nullptr;
  if (in_use == nullptr || !database)
    return map_of_system(address, bytes, protection, flags, file, offset);
  if (void* const kept = in_use->take(bytes, file)) return kept;
  void* const made = map_of_system(address, bytes, protection, flags, file, offset);
  if (made != MAP_FAILED) in_use->made(made, bytes, file);
  return made;
}

int unmap(void* address, std::size_t bytes) {
  if (in_use != nullptr && in_use->keep(address, bytes)) return 0;
  return unmap_of_system(address, bytes);
}

}  // namespace

KeptMapping::InUse::InUse(KeptMapping& mapping) {
  FS_CHECK(in_use == nullptr);
  in_use = &mapping;
}

KeptMapping::InUse::~InUse() { in_use = nullptr; }

// A file of another size is mapped anew.
void* KeptMapping::take(std::size_t bytes, int file) {
  if (!given_up_) return nullptr;
  if (bytes != bytes_ || file != file_) {
    drop();
    return nullptr;
  }
  given_up_ = false;
  return address_;
}

void KeptMapping::made(void* address, std::size_t bytes, int file) {
  drop();
  address_ = address;
  bytes_ = bytes;
  file_ = file;
}

bool KeptMapping::keep(const void* address, std::size_t bytes) {
  if (given_up_ || address_ == nullptr || address != address_ || bytes != bytes_) return false;
  given_up_ = true;
  return true;
}

// What SQLite has not given up is its own to unmap.
void KeptMapping::drop() {
  if (given_up_) unmap_of_system(address_, bytes_);
  given_up_ = false;
  address_ = nullptr;
}

void hook_mappings() {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  if (vfs == nullptr || vfs->iVersion < 3) return;
  const sqlite3_syscall_ptr known_map = vfs->xGetSystemCall(vfs, "mmap");
  const sqlite3_syscall_ptr known_unmap = vfs->xGetSystemCall(vfs, "munmap");
  if (known_map == nullptr || known_unmap == nullptr) return;
  map_of_system = reinterpret_cast<Map>(known_map);
  unmap_of_system = reinterpret_cast<Unmap>(known_unmap);
  vfs->xSetSystemCall(vfs, "mmap", reinterpret_cast<sqlite3_syscall_ptr>(&map));
  vfs->xSetSystemCall(vfs, "munmap", reinterpret_cast<sqlite3_syscall_ptr>(&unmap));
}

}  // namespace fieldstone::store::sqlite
