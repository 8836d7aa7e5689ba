#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

// What makes a customer one of segments. Its segments lie in `segment_ids`, which is not answered.
extern const record::RecordType kShopperProfile;

}  // namespace fieldstone::types
