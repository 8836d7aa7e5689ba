// Addresses of customers. The customers' address_count is kept here (CU-11).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "core/address.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class AddressRepo {
 public:
  AddressRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  Result<std::optional<Address>> find(StoreId store_id, std::int64_t id);
  // One of the same customer that is the same address (CU-53) under another id.
  Result<bool> exists_same(StoreId store_id, const Address& address);
  // Of each of the customers the first `per_customer`, by customer and id.
  Result<std::vector<Address>> of_customers(StoreId store_id,
                                            std::span<const std::int64_t> customer_ids,
                                            std::int64_t per_customer);
  // Stores a new address under the next id, which it returns; `address.id` is ignored.
  // Requires: the customer exists.
  Result<std::int64_t> insert(StoreId store_id, const Address& address);
  Status update(StoreId store_id, const Address& address);
  Status remove(StoreId store_id, const Address& address);
  Status remove_of_customer(StoreId store_id, CustomerId customer_id);
  Result<RowPage<Address>> list(StoreId store_id, const AddressFilter& filter,
                                const PageRequest& page);

 private:
  Status count(StoreId store_id, CustomerId customer_id, std::int64_t delta);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
