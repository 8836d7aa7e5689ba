#include "store/sqlite/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

namespace fieldstone::store::sqlite {
namespace {

constexpr mode_t kPrivate = S_IRUSR | S_IWUSR;
// Where SQLite's locks lie in a file, and how many bytes its readers share.
constexpr off_t kSharedBytesAt = 0x4000'0002;
constexpr off_t kSharedBytes = 510;

// A missing file, or a missing folder on the way to it.
bool says_absent(int error) { return error == ENOENT || error == ENOTDIR; }

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status sync_path(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return trouble("can't open", path);
  const bool synced = ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  if (!synced) return trouble("can't write", path, error);
  return {};
}

}  // namespace

Failure trouble(const std::string& what, const std::string& path, int error) {
  return fail(Code::unavailable, {}, what + " " + path + ": " + std::strerror(error));
}

Result<bool> is_there(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0) return true;
  if (says_absent(errno)) return false;
  return trouble("can't look at", path);
}

Result<std::int64_t> size_of(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0) return static_cast<std::int64_t>(facts.st_size);
  if (says_absent(errno)) return 0;
  return trouble("can't look at", path);
}

std::optional<FileId> id_of(const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  return FileId{facts.st_dev, facts.st_ino};
}

bool may_make_files_beside(const std::string& path) {
  return ::access(folder_of(path).c_str(), W_OK) == 0;
}

Result<std::optional<std::int64_t>> user_of_database(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return trouble("can't open", path);
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kSharedBytesAt;
  lock.l_len = kSharedBytes;
  const bool asked = ::fcntl(file, F_GETLK, &lock) == 0;
  const int error = errno;
  ::close(file);
  if (!asked) return trouble("can't ask for locks on", path, error);
  if (lock.l_type == F_UNLCK) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(lock.l_pid);
}

Status keep_as(const std::string& path, const std::string& kept) {
  if (::link(path.c_str(), kept.c_str()) == 0 || errno == ENOENT) return {};
  return trouble("can't keep the former database as", kept);
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return trouble("can't remove", path);
}

Status write_at(const std::string& path, std::int64_t offset, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return trouble("can't open", path);
  const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), offset);
  const int error = written < 0 ? errno : EIO;
  ::close(file);
  if (written != static_cast<ssize_t>(bytes.size())) return trouble("can't write", path, error);
  return {};
}

Status make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate);
  if (file >= 0) {
    ::close(file);
  } else if (errno != EEXIST) {
    return trouble("can't make", path);
  }
  return {};
}

Status sync_folder_of(const std::string& path) {
  return sync_path(folder_of(path), O_RDONLY | O_DIRECTORY);
}

Result<Draft> Draft::make(const std::string& path) {
  std::string name = path + ".part" + std::to_string(::getpid());
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, kPrivate);
  if (file < 0) return trouble("can't make", name);
  ::close(file);
  return Draft(std::move(name));
}

Draft::~Draft() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Status Draft::sync() const { return sync_path(path_, O_RDWR); }

Status Draft::publish(const std::string& path) {
  if (::link(path_.c_str(), path.c_str()) != 0) {
    if (errno != EEXIST) return trouble("can't make", path);
    return fail(Code::unavailable, {}, path + " exists already; name a file that does not");
  }
  ::unlink(path_.c_str());
  path_.clear();
  return sync_folder_of(path);
}

Status Draft::replace(const std::string& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) return trouble("can't replace", path);
  path_.clear();
  return sync_folder_of(path);
}

}  // namespace fieldstone::store::sqlite
