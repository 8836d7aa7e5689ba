// Parents of metafields that the operator has registered: resources hosted elsewhere (MF-70).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/resource_type.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// Ids are canonical, see canonical_resource_id().
class KnownResourceRepo {
 public:
  explicit KnownResourceRepo(sql::Connection& connection) : connection_(connection) {}

  // False when it was known already.
  Result<bool> add(StoreId store_id, ResourceType type, std::string_view resource_id);
  // False when it was not known.
  Result<bool> remove(StoreId store_id, ResourceType type, std::string_view resource_id);
  Result<bool> exists(StoreId store_id, ResourceType type, std::string_view resource_id);
  // At most `limit` ids that follow `after` in the order of their text.
  Result<std::vector<std::string>> list(StoreId store_id, ResourceType type, std::string_view after,
                                        int limit);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
