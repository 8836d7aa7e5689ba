// Which database file a log belongs to. Private to store/sqlite.
//
// SQLite replays whatever log lies beside a file. Where the file was replaced while the log of the
// former one was left there (a copy put back after kill -9), that mixes the pages of two databases.
// So two numbers of the file's header, which SQLite leaves to its users, are ours: application_id
// is the file's lineage, drawn when it is made, and anew for every copy; user_version counts the
// logs that were begun. Both stand in the file and in its log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace fieldstone::store::sqlite {

// As a header has them. A lineage of 0: made by a version that knew none.
struct Mark {
  std::uint32_t lineage = 0;
  std::uint32_t generation = 0;
  bool operator==(const Mark&) const = default;
};

// Whether the log beside a file, if there is one with anything in it, belongs to it. Before SQLite
// opens the file. Errors: unavailable with a sentence that says the way out.
Status check_log(const std::string& path);

// Counts a log that begins; gives a file without a lineage one. Within a transaction that writes.
Status mark_log(Connection& connection);

// Gives a copy a lineage of its own. Requires: nobody has the file open.
Status mark_copy(const std::string& path);

// What the file says, without its log; absent: it has no header. Errors: unavailable where it can't
// be read.
Result<std::optional<Mark>> mark_in_file(Connection& connection);

}  // namespace fieldstone::store::sqlite
