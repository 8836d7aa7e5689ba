// What the repositories of attributes share. Private to store/.
#pragma once

#include <string_view>

namespace fieldstone::store {

// Stable: stored in id_sequence and row_count.
inline constexpr std::string_view kAttributeValueSequence = "customer_attribute_value";
inline constexpr std::string_view kAttributeValueSubject = "customer_attribute_value";

}  // namespace fieldstone::store
