// Countries by their ISO 3166-1 codes (CU-50).
#pragma once

#include <string_view>

namespace fieldstone {

// The English name; empty for what is no code. Codes are two capital letters.
std::string_view country_name(std::string_view code);
// "" where no country has that name.
std::string_view country_code_of(std::string_view name);

}  // namespace fieldstone
