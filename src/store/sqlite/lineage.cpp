#include "store/sqlite/lineage.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "store/sqlite/files.hpp"
#include "store/sqlite/log_pages.hpp"

namespace fieldstone::store::sqlite {
namespace {

// https://sqlite.org/fileformat.html, 1.3
constexpr std::size_t kHeaderBytes = 100;
constexpr int kGenerationAt = 60;
constexpr int kLineageAt = 68;
constexpr std::uint32_t kMostOfNumber = 0x7FFF'FFFF;  // pragmas take them as signed

using Bytes = std::array<unsigned char, kHeaderBytes>;

std::uint32_t number_at(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U |
         std::uint32_t{bytes[2]} << 8U | std::uint32_t{bytes[3]};
}

Mark mark_in(const unsigned char* page) {
  return {number_at(page + kLineageAt), number_at(page + kGenerationAt)};
}

std::uint32_t draw_lineage() {
  std::random_device random;
  std::uint32_t drawn = 0;
  while (drawn == 0) drawn = random() & kMostOfNumber;
  return drawn;
}

sqlite3_vfs* find_vfs() {
  configure_library();
  return sqlite3_vfs_find(nullptr);
}

// A file as SQLite opens it: closing a descriptor of our own would give up the locks that another
// connection of this process has on the file.
class OpenedFile {
 public:
  explicit OpenedFile(const std::string& path)
      : vfs_(find_vfs()),
        memory_(std::make_unique<char[]>(static_cast<std::size_t>(vfs_->szOsFile))),
        // SQLite looks for options behind the name.
        name_(path + std::string(4, '\0')) {
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    opened_ = vfs_->xOpen(vfs_, name_.c_str(), file(), flags, nullptr) == SQLITE_OK;
  }
  ~OpenedFile() {
    if (opened_) file()->pMethods->xClose(file());
  }
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;

  // Absent: there are not so many bytes in it, or it can't be read.
  std::optional<Mark> mark() {
    Bytes bytes;
    if (!opened_ || file()->pMethods->xRead(file(), bytes.data(), bytes.size(), 0) != SQLITE_OK)
      return std::nullopt;
    return mark_in(bytes.data());
  }

 private:
  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory_.get()); }

  sqlite3_vfs* vfs_;
  std::unique_ptr<char[]> memory_;
  std::string name_;
  bool opened_ = false;
};

// What a log says: the marks of its committed pages, each where it differs from the one before.
struct Log {
  bool empty = true;
  std::vector<Mark> marks;
};

Log read_log(const std::string& path) {
  Log log;
  LogPages pages(path);
  while (const auto page = pages.next_committed()) {
    log.empty = false;
    if (page->number != 1) continue;
    const Mark mark = mark_in(page->bytes);
    if (log.marks.empty() || log.marks.back() != mark) log.marks.push_back(mark);
  }
  return log;
}

// The file is as it was when the log began, or has some of the log's pages already.
bool belongs(const Mark& file, const std::vector<Mark>& log) {
  if (log.empty()) return true;  // nothing says otherwise
  if (std::find(log.begin(), log.end(), file) != log.end()) return true;
  const Mark& first = log.front();
  if (file.lineage == 0) return first.generation <= 1;
  return file.lineage == first.lineage && file.generation + 1 == first.generation;
}

Failure homeless(const std::string& path) {
  return fail(Code::unavailable, {},
              "the log " + log_of(path) + " holds writes, and its database " + path +
                  " is gone: bring the database back; or put a copy in its place with: fieldstone "
                  "restore --from COPY --database sqlite:" +
                  path);
}

Failure foreign(const std::string& path) {
  return fail(
      Code::unavailable, {},
      "the log " + log_of(path) + " does not belong to " + path +
          ": the file was replaced while the log of another lay beside it, and together "
          "they would be damaged. Bring back the file of the log; or put a copy in its "
          "place, without the log, with: fieldstone restore --from COPY --database sqlite:" +
          path);
}

// A server that is at work may have begun its next log between our two looks.
constexpr int kLooks = 5;
constexpr std::chrono::milliseconds kBetweenLooks{50};

}  // namespace

Status check_log(const std::string& path) {
  for (int look = 1;; ++look) {
    const auto in_file = OpenedFile(path).mark();
    const Log log = read_log(log_of(path));
    if (log.empty || (in_file && belongs(*in_file, log.marks))) return {};
    if (look == kLooks) return in_file ? foreign(path) : homeless(path);
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

Status mark_log(Connection& connection) {
  std::int64_t lineage = 0;
  std::int64_t generation = 0;
  {
    FS_TRY(auto rows, connection.query("SELECT a.application_id, u.user_version FROM "
                                       "pragma_application_id a, pragma_user_version u"));
    FS_TRY_STATUS(rows.next());
    lineage = rows.integer(0);
    generation = rows.integer(1);
  }
  if (lineage == 0) {
    generation = 0;
    FS_TRY_STATUS(
        connection.execute_script("PRAGMA application_id = " + std::to_string(draw_lineage())));
  }
  const std::int64_t next = generation % kMostOfNumber + 1;
  return connection.execute_script("PRAGMA user_version = " + std::to_string(next));
}

Status mark_copy(const std::string& path) {
  const std::uint32_t lineage = draw_lineage();
  std::string bytes;
  for (unsigned shift = 32; shift > 0; shift -= 8)
    bytes += static_cast<char>(lineage >> (shift - 8) & 0xFFU);
  return write_at(path, kLineageAt, bytes);
}

Result<std::optional<Mark>> mark_in_file(Connection& connection) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER,
                       static_cast<void*>(&file));
  if (file == nullptr || file->pMethods == nullptr) return std::optional<Mark>();
  Bytes bytes;
  const int code = file->pMethods->xRead(file, bytes.data(), bytes.size(), 0);
  if (code == SQLITE_OK) return std::optional(mark_in(bytes.data()));
  if (code == SQLITE_IOERR_SHORT_READ) return std::optional<Mark>();
  return fail(Code::unavailable, {}, "the header of the database file can't be read");
}

}  // namespace fieldstone::store::sqlite
