// What was set, one document a type and channel.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class Tx;

class SettingsRepo {
 public:
  explicit SettingsRepo(Tx& tx);

  // Channel 0: the store's own.
  Result<std::optional<std::string>> find(StoreId store_id, std::string_view name,
                                          std::int64_t channel_id);
  Status set(StoreId store_id, std::string_view name, std::int64_t channel_id,
             std::string_view doc);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
