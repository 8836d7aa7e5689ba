#include "store/sqlite/sqlite_errors.hpp"

#include <cstring>
#include <string>

namespace fieldstone::store::sqlite {
namespace {

// Conditions of the machine or of another process, which may pass; anything else is our own mistake
// or a damaged file.
constexpr int kUnavailable[] = {SQLITE_BUSY,     SQLITE_LOCKED,   SQLITE_FULL,     SQLITE_IOERR,
                                SQLITE_READONLY, SQLITE_NOMEM,    SQLITE_CANTOPEN, SQLITE_PERM,
                                SQLITE_PROTOCOL, SQLITE_INTERRUPT};

std::string reason_of(sqlite3* database, int extended_code) {
  switch (extended_code & 0xFF) {
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another process has kept it locked for too long";
    case SQLITE_READONLY:
      return "it can't be written to; is its disk read-only, or are its rights?";
    case SQLITE_NOTADB: return "it is no SQLite database, or its first page is damaged";
    case SQLITE_CORRUPT:
      return "the file is damaged; fieldstone check says where, and fieldstone restore puts a copy "
             "in its place";
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (const int error = sqlite3_system_errno(database); error != 0)
        return std::string("the system says: ") + std::strerror(error);
      break;
    default: break;
  }
  return sqlite3_errmsg(database);
}

}  // namespace

Code code_of(int extended_code) {
  const int primary = extended_code & 0xFF;
  for (const int code : kUnavailable) {
    if (code == primary) return Code::unavailable;
  }
  return Code::internal;
}

Failure failure(sqlite3* database, std::string_view doing, log::Logger& logger) {
  const int code = sqlite3_extended_errcode(database);
  logger.error("database error",
               {{"doing", doing}, {"sqlite_code", code}, {"message", sqlite3_errmsg(database)}});
  const char* const file = sqlite3_db_filename(database, "main");
  return fail(
      code_of(code), {},
      "database " + std::string(file == nullptr ? "" : file) + ": " + reason_of(database, code));
}

}  // namespace fieldstone::store::sqlite
