// Countries by their ISO 3166-1 codes (CU-50), and countries and states as they are listed
// (docs/contract/geography.md). The tables are made of src/core/countries.txt.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fieldstone {

struct Country {
  std::int64_t id;  // 0: addresses may name it, no list has it
  std::string_view iso2;
  std::string_view iso3;
  std::string_view name;
};

struct State {
  std::int64_t id;
  std::int64_t country_id;
  std::string_view abbreviation;
  std::string_view name;
};

// The English name; empty for what is no code. Codes are two capital letters.
std::string_view country_name(std::string_view code);
// The code of a country by its name, compared without case; empty for what is no name.
std::string_view country_code(std::string_view name);

// Those that are listed, by id.
std::span<const Country> countries();
// By id; those of one country are together.
std::span<const State> states();
std::span<const State> states_of(std::int64_t country_id);

}  // namespace fieldstone
