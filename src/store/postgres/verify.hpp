// Compares a PostgreSQL database's schema with the one that this version makes (fieldstone check).
// Private to store/postgres.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/postgres/connection.hpp"

namespace fieldstone::store::postgres {

// A sentence for each difference. It makes the schema of this version as temporary tables, in a
// transaction that it rolls back; on a standby, which has none, it compares nothing.
// Requires: no transaction is open.
Result<std::vector<std::string>> verify(Connection& connection);

}  // namespace fieldstone::store::postgres
