// Who uses the control panel of a store.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/app.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class UserRepo {
 public:
  explicit UserRepo(sql::Connection& connection) : connection_(connection) {}

  // Returns it with its id. Errors: conflict when the store has a user of that e-mail.
  Result<StoreUser> add(StoreId store_id, const StoreUser& user);
  Result<std::optional<StoreUser>> find(StoreId store_id, std::int64_t id);
  Result<std::vector<StoreUser>> list(StoreId store_id);
  Status remove(StoreId store_id, std::int64_t id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
