// Whole copies of an SQLite file: out of a database that is in use, and into the place of one that
// is not.
#pragma once

#include <string>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/files.hpp"

namespace fieldstone::store::sqlite {

// Writes one snapshot of the database, as a file of its own lineage that only its owner may read.
// Errors: unavailable with a sentence: it exists already, no room, damage. Then nothing is left.
Status copy_to_new_file(Connection& from, const std::string& path);

// What restore() put aside.
struct Restored {
  std::string former;  // the name that the former database has now; empty: there was none
};

// Puts a copy in the place of a database that nobody has open; of that, the log goes with it.
// `now_text` makes the name of what is put aside.
// Errors: unavailable with a sentence: no sound database in `from`, a newer version's, or somebody
// uses `path`. Then nothing has changed.
Result<Restored> restore(const std::string& from, const std::string& path,
                         const std::string& now_text);

}  // namespace fieldstone::store::sqlite
