// Numbered, append-only schema changes, recorded with a checksum.
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "store/sql.hpp"

namespace fieldstone::store {

// One file of store/schema/<engine>; `name` begins with its four-digit number.
struct Migration {
  std::string_view name;
  std::string_view text;
};

// The migrations built into this binary, in order. Defined by the generated schema_<engine>.cpp.
std::span<const Migration> sqlite_migrations();

}  // namespace fieldstone::store
