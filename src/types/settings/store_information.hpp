// What /v2/store tells of a store (HTTP-181): settings, currencies and channels, told once more.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "app/context.hpp"
#include "base/result.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

struct StoreInformation {
  StoreId id;
  std::string hash;
  std::string account_uuid;  // derived from the store's numeric id, so it never changes
  // Of the store itself, not of a channel.
  boost::json::object profile, locale, units, tax, logo;
  boost::json::object currency;  // the default one
  std::int64_t storefronts = 0;
  std::int64_t active_storefronts = 0;
};

Result<StoreInformation> get_store_information(store::Tx& tx, const app::Context& context);

}  // namespace fieldstone::types
