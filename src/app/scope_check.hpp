// Scopes of accounts and apps that say nothing this version knows. For `fieldstone check`.
#pragma once

#include <vector>

#include "store/unit/tx.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::app {

// Cost: reads every account and app.
Result<std::vector<store::Violation>> find_broken_scopes(store::Tx& tx);

}  // namespace fieldstone::app
