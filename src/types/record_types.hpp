// Every record type. A new one is a line in record_types.cpp.
#pragma once

#include <span>

#include "core/record/record_type.hpp"

namespace fieldstone::types {

// Parents before their children.
std::span<const record::RecordType* const> record_types();

}  // namespace fieldstone::types
