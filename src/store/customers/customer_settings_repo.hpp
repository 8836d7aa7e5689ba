// Settings for customers, one row for the store and one per channel that sets something.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "core/customer_settings.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class CustomerSettingsRepo {
 public:
  explicit CustomerSettingsRepo(sql::Connection& connection) : connection_(connection) {}

  // What is set there; nothing where nothing ever was.
  Result<CustomerSettings> find(StoreId store_id, std::int64_t channel_id);
  Status set(StoreId store_id, std::int64_t channel_id, const CustomerSettings& settings);
  // Unsets a group wherever it is named (CU-202).
  Status forget_group(StoreId store_id, std::int64_t group_id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
