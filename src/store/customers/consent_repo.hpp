// Consent of customers.
#pragma once

#include <optional>

#include "base/result.hpp"
#include "core/consent.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class ConsentRepo {
 public:
  explicit ConsentRepo(sql::Connection& connection) : connection_(connection) {}

  Result<std::optional<Consent>> find(StoreId store_id, CustomerId id);
  // Requires: the customer exists.
  Status set(StoreId store_id, CustomerId id, const Consent& consent);
  Status remove(StoreId store_id, CustomerId id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
