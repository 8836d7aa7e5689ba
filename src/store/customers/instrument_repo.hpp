// Stored payment instruments of customers: masked data only (CU-190, CU-191).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

struct Instrument {
  std::int64_t id = 0;
  std::string details;  // JSON, as it is shown
};

class InstrumentRepo {
 public:
  explicit InstrumentRepo(sql::Connection& connection) : connection_(connection) {}

  Result<std::vector<Instrument>> of_customer(StoreId store_id, CustomerId customer_id);
  // Returns the id. Requires: the customer exists.
  Result<std::int64_t> insert(StoreId store_id, CustomerId customer_id, std::string_view details);
  // False when the customer has none of that id.
  Result<bool> remove(StoreId store_id, CustomerId customer_id, std::int64_t id);
  Status remove_of_customer(StoreId store_id, CustomerId customer_id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
