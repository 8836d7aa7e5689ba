#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kWishlist;
extern const record::RecordType kWishlistItem;

}  // namespace fieldstone::types
