// What an order keeps of a catalog product.
#pragma once

#include <optional>

#include "app/records/reads.hpp"

namespace fieldstone::types {

struct WantedProduct {
  std::int64_t product_id = 0;
  std::int64_t variant_id = 0;
};

// Members of an order product as the catalog has them now; nothing where it is not there.
Result<std::optional<app::records::Object>> catalog_snapshot(store::Tx& tx,
                                                             const app::Context& context,
                                                             const WantedProduct& wanted);

}  // namespace fieldstone::types
