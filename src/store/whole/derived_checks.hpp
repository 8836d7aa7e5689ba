// What is kept beside other columns so that it need not be computed: computed here, and compared.
// Private to store/.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "store/sql/sql.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::store {

// Case-folded texts. Cost: scans, in constant memory.
Result<std::vector<Violation>> check_derived(sql::Connection& connection);

}  // namespace fieldstone::store
