// The files of a database, seen from outside SQLite. Private to store/sqlite.
#pragma once

#include <cerrno>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::store::sqlite {

inline std::string log_of(const std::string& path) { return path + "-wal"; }
inline std::string index_of(const std::string& path) { return path + "-shm"; }

// Unavailable: "WHAT PATH: what the system says".
Failure trouble(const std::string& what, const std::string& path, int error = errno);

// Errors: unavailable with a sentence where nobody may look, or the name is none.
Result<bool> is_there(const std::string& path);
// 0 where there is none.
Result<std::int64_t> size_of(const std::string& path);

// Which file a name leads to: another one, once that one was replaced.
struct FileId {
  std::uint64_t device = 0;
  std::uint64_t number = 0;
  bool operator==(const FileId&) const = default;
};
// Absent: there is none, or nobody may look.
std::optional<FileId> id_of(const std::string& path);

// Whether a file can be made in the folder of that path.
bool may_make_files_beside(const std::string& path);

// The process that has an SQLite database open; nothing where none does, as far as locks tell.
// Requires: no connection of this process has it open, which would lose its own locks.
Result<std::optional<std::int64_t>> user_of_database(const std::string& path);

// Gives what has a name another one, too. Nothing happens where there is none.
Status keep_as(const std::string& path, const std::string& kept);
// Nothing happens where there is none.
Status remove_file(const std::string& path);
// Requires: the file is there and has so many bytes.
Status write_at(const std::string& path, std::int64_t offset, std::string_view bytes);

// Makes an empty file that only its owner may read. One that is there stays as it is.
Status make_private(const std::string& path);

// Names that were changed below a path's folder outlive a loss of power from here on.
Status sync_folder_of(const std::string& path);

// A file that is being written under a name of its own, and is not yet there for anybody. Removed
// again unless it is published.
class Draft {
 public:
  // Only its owner may read it. Errors: unavailable with a sentence.
  static Result<Draft> make(const std::string& path);
  Draft(Draft&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  Draft& operator=(Draft&&) = delete;
  ~Draft();

  const std::string& path() const { return path_; }
  // All of it reaches the disk. Errors: unavailable with a sentence.
  Status sync() const;
  // Gives it a name that nobody has. Errors: unavailable with a sentence.
  Status publish(const std::string& path);
  // Puts it in the place of what has that name, at once.
  Status replace(const std::string& path);

 private:
  explicit Draft(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace fieldstone::store::sqlite
