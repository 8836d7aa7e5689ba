// What /v2/store tells of a store (HTTP-181).
#pragma once

#include <string>

#include "app/context.hpp"
#include "base/result.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct StoreProfile {
  StoreId id;
  std::string hash;
  std::string account_uuid;  // derived from the store's numeric id, so it never changes
};

Result<StoreProfile> get_store_profile(store::Tx& tx, const Context& context);

}  // namespace fieldstone::app
