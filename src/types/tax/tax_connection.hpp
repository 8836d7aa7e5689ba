#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

// What a store keeps of a tax provider that it is connected to; its endpoints: api/rows/tax.
extern const record::RecordType kTaxConnection;

}  // namespace fieldstone::types
