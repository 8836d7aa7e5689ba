// What only SQLite itself, or a look into its own tables, can tell of a database (fieldstone
// check). Private to store/sqlite.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace fieldstone::store::sqlite {

// A line for each thing that is wrong: damaged pages and indexes, a schema that is not the one this
// version makes, an index of names that has not the names there are. Cost: scans.
// Requires: no transaction is open; the schema has every step. It leaves a table in temp.
Result<std::vector<std::string>> verify(Connection& connection);

}  // namespace fieldstone::store::sqlite
