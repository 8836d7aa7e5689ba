// Groups of customers.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "core/customer_group.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class CustomerGroupRepo {
 public:
  CustomerGroupRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  Result<std::optional<CustomerGroup>> find(StoreId store_id, std::int64_t id);
  // Stores a new group under the next id, which it returns; `group.id` is ignored.
  Result<std::int64_t> insert(StoreId store_id, const CustomerGroup& group);
  Status update(StoreId store_id, const CustomerGroup& group);
  // Deletes the group and leaves its customers in none (CU-202); false when there is no such group.
  Result<bool> remove(StoreId store_id, std::int64_t id);
  // Groups in the order of their ids. The flags of the filter are those of `ids`, which know them.
  struct FlaggedIds {
    std::int64_t default_group = 0;
    std::int64_t guest_group = 0;
  };
  Result<std::vector<CustomerGroup>> list(StoreId store_id, const CustomerGroupFilter& filter,
                                          const FlaggedIds& ids, const PageRequest& page);
  Result<std::int64_t> count(StoreId store_id, const CustomerGroupFilter& filter,
                             const FlaggedIds& ids);

 private:
  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
