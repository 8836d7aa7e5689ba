// Loaded before libc's by LD_PRELOAD: system calls on a database's files fail when the test says
// so. It stands in for a full or broken disk at exactly one call, which no real disk does on
// demand.
//
// FIELDSTONE_FAULTS names a file of sizeof(Orders) that the test maps and writes;
// faults_on_disk_test.py has its layout.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum Call : std::uint32_t {
  write_call = 1,
  sync_call = 2,
  truncate_call = 4,
  open_call = 8,
  read_call = 16
};
enum File : std::uint32_t { main_file = 1, log_file = 2, shared_file = 4 };

struct Orders {
  std::atomic<std::uint32_t> calls;     // which, as a mask; 0: none fails
  std::atomic<std::uint32_t> files;     // of which files, as a mask
  std::atomic<std::int32_t> countdown;  // the call that makes it 0 is the first to fail
  std::atomic<std::int32_t> times;      // how many fail from then on
  std::atomic<std::int32_t> error;      // errno of a failing call; 0: a write stops half-way
  std::atomic<std::uint32_t> failed;    // counted here
};

Orders* orders() {
  static Orders* const mapped = [] {
    const char* const name = std::getenv("FIELDSTONE_FAULTS");
    const int file = name == nullptr ? -1 : open(name, O_RDWR | O_CLOEXEC);
    if (file < 0) return static_cast<Orders*>(nullptr);
    void* const memory = mmap(nullptr, sizeof(Orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return memory == MAP_FAILED ? nullptr : static_cast<Orders*>(memory);
  }();
  return mapped;
}

std::uint32_t file_of(const char* path) {
  const auto ends_with = [length = std::strlen(path), path](const char* end) {
    return length >= std::strlen(end) && std::strcmp(path + length - std::strlen(end), end) == 0;
  };
  if (ends_with(".db")) return main_file;
  if (ends_with(".db-wal")) return log_file;
  return ends_with(".db-shm") ? shared_file : 0;
}

std::uint32_t file_of(int descriptor) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = '\0';
  return file_of(path);
}

template <class Target>
bool fails(std::uint32_t call, Target target) {
  Orders* const told = orders();
  if (told == nullptr || (told->calls & call) == 0 || (told->files & file_of(target)) == 0)
    return false;
  if (--told->countdown > 0) return false;
  if (told->times-- <= 0) return false;
  ++told->failed;
  return true;
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

template <class Real>
ssize_t write_or_fail(int file, std::size_t size, Real real) {
  if (!fails(write_call, file)) return real(size);
  if (const int error = orders()->error) {
    errno = error;
    return -1;
  }
  return size > 1 ? real(size / 2) : 0;
}

int fail_with_error() {
  errno = orders()->error != 0 ? orders()->error.load() : EIO;
  return -1;
}

}  // namespace

extern "C" {

ssize_t pwrite64(int file, const void* from, std::size_t size, off64_t offset) {
  static auto* const real = next<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64");
  return write_or_fail(file, size,
                       [&](std::size_t some) { return real(file, from, some, offset); });
}

ssize_t pwrite(int file, const void* from, std::size_t size, off_t offset) {
  return pwrite64(file, from, size, offset);
}

ssize_t write(int file, const void* from, std::size_t size) {
  static auto* const real = next<ssize_t(int, const void*, std::size_t)>("write");
  return write_or_fail(file, size, [&](std::size_t some) { return real(file, from, some); });
}

ssize_t pread64(int file, void* into, std::size_t size, off64_t offset) {
  static auto* const real = next<ssize_t(int, void*, std::size_t, off64_t)>("pread64");
  return fails(read_call, file) ? fail_with_error() : real(file, into, size, offset);
}

ssize_t pread(int file, void* into, std::size_t size, off_t offset) {
  return pread64(file, into, size, offset);
}

int fsync(int file) {
  static auto* const real = next<int(int)>("fsync");
  return fails(sync_call, file) ? fail_with_error() : real(file);
}

int fdatasync(int file) {
  static auto* const real = next<int(int)>("fdatasync");
  return fails(sync_call, file) ? fail_with_error() : real(file);
}

int ftruncate64(int file, off64_t size) {
  static auto* const real = next<int(int, off64_t)>("ftruncate64");
  return fails(truncate_call, file) ? fail_with_error() : real(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

// Only openings that may write fail: a disk that became read-only.
int open64(const char* path, int flags, ...) {
  static auto* const real = next<int(const char*, int, ...)>("open64");
  va_list rest;
  va_start(rest, flags);
  const int mode = va_arg(rest, int);
  va_end(rest);
  if ((flags & O_ACCMODE) != O_RDONLY && fails(open_call, path)) return fail_with_error();
  return real(path, flags, mode);
}

}  // extern "C"
