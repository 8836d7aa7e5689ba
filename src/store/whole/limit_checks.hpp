// Bounds of what the API takes, as a database must keep them (core/limits). Private to store/.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "store/sql/sql.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::store {

// Lengths of texts, values of enumerations, and how many rows a thing may have. Cost: scans.
Result<std::vector<Violation>> check_limits(sql::Connection& connection);

}  // namespace fieldstone::store
