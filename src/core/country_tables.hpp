// The tables that the build makes of countries.txt (cmake/country_tables.cpp). For country.cpp.
#pragma once

#include <span>

#include "core/country.hpp"

namespace fieldstone {

// Those that are listed by id, then those that are not.
std::span<const Country> country_table();
std::span<const State> state_table();

}  // namespace fieldstone
