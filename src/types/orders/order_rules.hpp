// The rules of orders (docs/contract/orders.md).
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kOrderRules;

// The id, the names that follow from it and the moment when everything was shipped.
void set_order_status(app::records::Object& order, std::int64_t status_id, TimeS now);
struct StatusStep {
  std::int64_t from;
  std::int64_t to;
};
Status raise_status_updated(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                            StatusStep step);
Status raise_updated(store::Tx& tx, const app::Context& context, std::int64_t order_id);
Status raise_archived(store::Tx& tx, const app::Context& context, std::int64_t order_id);

}  // namespace fieldstone::types
