// Hashes of customers' passwords (CU-32). Nothing else reads them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class CustomerPasswordRepo {
 public:
  explicit CustomerPasswordRepo(sql::Connection& connection) : connection_(connection) {}

  Result<std::optional<std::string>> find(StoreId store_id, CustomerId id);
  Status set(StoreId store_id, CustomerId id, std::string_view hash);
  Status remove(StoreId store_id, CustomerId id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
