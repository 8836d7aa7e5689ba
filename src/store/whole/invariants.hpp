// What must hold in every database at any time, as queries (fieldstone check).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// Whether metafields of customers need their customers (MF-70).
enum class Parents : unsigned char { hosted, free };

struct Violation {
  std::string invariant;   // what should hold
  std::int64_t count = 0;  // rows that break it
  std::string example;     // the keys of one of them
};

// Runs every check against one snapshot. Cost: scans.
Result<std::vector<Violation>> find_violations(sql::Connection& connection, const Dialect& dialect,
                                               Parents parents);

}  // namespace fieldstone::store
