// Customers of a store.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/customer.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

using CustomerPage = RowPage<Customer>;

class CustomerRepo {
 public:
  CustomerRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  Result<bool> exists(StoreId store_id, CustomerId id);
  Result<std::optional<Customer>> find(StoreId store_id, CustomerId id);
  // Everybody with that e-mail, compared without case (CU-30).
  Result<std::vector<Customer>> find_by_email(StoreId store_id, std::string_view email);
  // Stores a new customer under the next id, which it returns; `customer.id` is ignored.
  Result<CustomerId> insert(StoreId store_id, const Customer& customer);
  // Requires: `before` is what is stored; the id stays.
  Status update(StoreId store_id, const Customer& before, const Customer& after);
  // Deletes the customer's own row. What hangs on it is the use case's. Requires: it is stored so.
  Status remove(StoreId store_id, const Customer& customer);
  Result<CustomerPage> list(StoreId store_id, const CustomerFilter& filter,
                            const PageRequest& page);

 private:
  Status count_days(StoreId store_id, const Customer& customer, std::int64_t delta);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
