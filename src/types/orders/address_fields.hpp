// Members that all addresses of an order have.
#pragma once

#include "core/record/field.hpp"

namespace fieldstone::types {

inline constexpr record::Field kFormFieldValues[] = {
    record::text("name", 0, 255),
    record::document("value"),
};

inline constexpr std::int64_t kAddressText = 255;

}  // namespace fieldstone::types
