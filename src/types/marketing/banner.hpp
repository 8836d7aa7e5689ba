// Banners of storefronts, V2 (docs/contract/marketing.md).
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kBanner;

}  // namespace fieldstone::types
