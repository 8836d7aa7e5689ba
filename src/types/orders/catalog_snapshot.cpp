#include "types/orders/catalog_snapshot.hpp"

namespace fieldstone::types {

// The catalog is not hosted yet: what the request says of the product stands (ORD-31).
Result<std::optional<app::records::Object>> catalog_snapshot(store::Tx&, const app::Context&,
                                                             const WantedProduct&) {
  return std::optional<app::records::Object>(std::in_place);
}

}  // namespace fieldstone::types
