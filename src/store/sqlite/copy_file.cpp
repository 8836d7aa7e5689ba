#include "store/sqlite/copy_file.hpp"

#include <sqlite3.h>

#include "base/log.hpp"
#include "store/sqlite/lineage.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/open_to_read.hpp"
#include "store/whole/opening.hpp"

namespace fieldstone::store::sqlite {
namespace {

Failure cannot_copy(const std::string& path, sqlite3* target, int code) {
  std::string reason = target == nullptr ? "out of memory" : sqlite3_errmsg(target);
  if ((code & 0xFF) == SQLITE_FULL) reason = "the disk is full";
  return fail(Code::unavailable, {}, "can't write the copy " + path + ": " + reason);
}

// In one step: one snapshot.
int copy_pages(sqlite3* from, sqlite3* to) {
  sqlite3_backup* const backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return sqlite3_extended_errcode(to);
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  return stepped == SQLITE_DONE ? finished : stepped;
}

// `path` is how the file will be called.
Status fill(Connection& from, const Draft& draft, const std::string& path) {
  sqlite3* target = nullptr;
  int code = sqlite3_open_v2(draft.path().c_str(), &target, SQLITE_OPEN_READWRITE, nullptr);
  // Nobody has use for half a copy.
  if (code == SQLITE_OK)
    code = sqlite3_exec(target, "PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) code = copy_pages(from.handle(), target);
  Status status;
  if (code != SQLITE_OK) status = cannot_copy(path, target, code);
  sqlite3_close_v2(target);
  FS_TRY_STATUS(std::move(status));
  FS_TRY_STATUS(mark_copy(draft.path()));
  return draft.sync();
}

Status verify(Connection& copy, const std::string& path) {
  FS_TRY(const auto applied, applied_migrations(copy));
  FS_TRY_STATUS(check_opening(applied, sqlite_migrations(), Opening::copy));
  FS_TRY_STATUS(check_applied(applied, sqlite_migrations()));
  FS_TRY(auto rows, copy.query("PRAGMA quick_check(1)"));
  FS_TRY(const bool any, rows.next());
  if (any && rows.text(0) == "ok") return {};
  return fail(Code::unavailable, {},
              "the copy " + path + " is damaged; fieldstone check --database sqlite:" + path +
                  " says more");
}

Status require_unused(const std::string& path) {
  FS_TRY(const auto user, user_of_database(path));
  if (!user) return {};
  return fail(
      Code::unavailable, {},
      path + " is in use (process " + std::to_string(*user) + "): stop the server, then restore");
}

}  // namespace

Status copy_to_new_file(Connection& from, const std::string& path) {
  FS_TRY(const bool taken, is_there(path));
  if (taken)
    return fail(Code::unavailable, {}, path + " exists already; name a file that does not");
  FS_TRY(Draft draft, Draft::make(path));
  FS_TRY_STATUS(fill(from, draft, path));
  return draft.publish(path);
}

// The former database has two names, and its log too, before the copy takes the first; so at no
// moment a log that somebody wants lies beside a file that it does not belong to unnoticed
// (check_log), nor is any lost.
Result<Restored> restore(const std::string& from, const std::string& path,
                         const std::string& now_text) {
  log::NullLogger logger;
  FS_TRY(const bool there, is_there(path));
  if (there) FS_TRY_STATUS(require_unused(path));
  FS_TRY(Draft draft, Draft::make(path));
  {
    FS_TRY(const auto copy, open_to_read(from, logger));
    FS_TRY_STATUS(verify(*copy, from));
    FS_TRY_STATUS(fill(*copy, draft, path));
  }
  Restored restored{there ? path + ".before-" + now_text : ""};
  const std::string kept = path + ".before-" + now_text;
  if (there) FS_TRY_STATUS(keep_as(path, kept));
  FS_TRY_STATUS(keep_as(log_of(path), log_of(kept)));
  FS_TRY_STATUS(draft.replace(path));
  FS_TRY_STATUS(remove_file(log_of(path)));
  FS_TRY_STATUS(remove_file(index_of(path)));
  FS_TRY_STATUS(sync_folder_of(path));
  return restored;
}

}  // namespace fieldstone::store::sqlite
