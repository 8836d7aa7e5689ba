#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

// A record's parent is its tree; the category above it is the member parent_id.
extern const record::RecordType kCategory;

}  // namespace fieldstone::types
