// What must hold for the records of any type: that there is no more in their tables than their
// documents say, and nothing in these that nobody could have sent (fieldstone check).
#pragma once

#include <span>
#include <vector>

#include "core/record/record_type.hpp"
#include "store/unit/tx.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::app::records {

// Cost: reads every record of these types.
Result<std::vector<store::Violation>> find_violations(
    store::Tx& tx, std::span<const record::RecordType* const> types);

}  // namespace fieldstone::app::records
