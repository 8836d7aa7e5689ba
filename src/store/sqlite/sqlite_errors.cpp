#include "store/sqlite/sqlite_errors.hpp"

namespace fieldstone::store::sqlite {
namespace {

// Conditions of the machine or of another process, which may pass; anything else is our own mistake
// or a damaged file.
constexpr int kUnavailable[] = {SQLITE_BUSY,     SQLITE_LOCKED,   SQLITE_FULL,     SQLITE_IOERR,
                                SQLITE_READONLY, SQLITE_NOMEM,    SQLITE_CANTOPEN, SQLITE_PERM,
                                SQLITE_PROTOCOL, SQLITE_INTERRUPT};

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
  return fail(code_of(code), {});
}

}  // namespace fieldstone::store::sqlite
