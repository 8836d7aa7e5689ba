// The addresses, pickups and fees of an order as a request leaves them.
#pragma once

#include <vector>

#include "app/records/reads.hpp"
#include "types/orders/order_lines.hpp"

namespace fieldstone::types {

// Writes addresses that the request brings: with an id they change, without they are new (ORD-36).
Status write_addresses(store::Tx& tx, const app::Context& context,
                       const app::records::Change& change);
// Shipping costs and counts of items follow the order: the first address carries the costs.
Status refresh_addresses(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                         const app::records::Object& order);

Status write_pickup(store::Tx& tx, const app::Context& context, const app::records::Change& change);
// The lines that come with the pickup: null where there are none.
const boost::json::array* pickup_lines(const app::records::Object& sent);

// The fees after the request: all that it does not name go (ORD-37).
Result<std::vector<app::records::Record>> plan_fees(store::Tx& tx, const app::Context& context,
                                                    const app::records::Change& change,
                                                    ItemErrors& errors);
Status write_fees(store::Tx& tx, const app::Context& context, const app::records::Change& change);

// Where lines go that a request adds.
Result<Destination> destination_of(store::Tx& tx, const app::Context& context,
                                   std::int64_t order_id);

}  // namespace fieldstone::types
