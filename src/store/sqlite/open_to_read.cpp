#include "store/sqlite/open_to_read.hpp"

#include "store/sqlite/files.hpp"
#include "store/sqlite/lineage.hpp"

namespace fieldstone::store::sqlite {

Result<OpenOptions> options_to_read(const std::string& path) {
  FS_TRY(const bool there, is_there(path));
  if (!there) return fail(Code::unavailable, {}, "there is no database " + path);
  FS_TRY_STATUS(check_log(path));
  FS_TRY(const auto log_bytes, size_of(log_of(path)));
  FS_TRY(const bool indexed, is_there(index_of(path)));
  OpenOptions options;
  options.path = path;
  options.mode = OpenMode::reading;
  options.leave_log = log_bytes > 0;
  if (indexed || may_make_files_beside(path)) return options;
  if (log_bytes > 0) {
    return fail(Code::unavailable, {},
                "the log " + log_of(path) +
                    " can't be read here, because no file can be made beside it: copy both to "
                    "another folder");
  }
  options.immutable = true;
  return options;
}

Result<std::unique_ptr<Connection>> open_to_read(const std::string& path, log::Logger& logger) {
  FS_TRY(const auto options, options_to_read(path));
  return Connection::open(options, logger);
}

}  // namespace fieldstone::store::sqlite
