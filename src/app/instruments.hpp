// Use cases of stored payment instruments (CU-190, CU-191).
#pragma once

#include <vector>

#include "app/consent.hpp"
#include "app/context.hpp"
#include "base/result.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// In the order in which they were added. Errors: not_found.
Result<std::vector<store::Instrument>> list_instruments(store::Tx& tx, const Context& context,
                                                        const CustomerPath& query);

}  // namespace fieldstone::app
