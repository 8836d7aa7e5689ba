// What hangs on a product and has a path of its own.
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kCustomField;
extern const record::RecordType kBulkPricingRule;
extern const record::RecordType kProductImage;
extern const record::RecordType kProductVideo;

}  // namespace fieldstone::types
