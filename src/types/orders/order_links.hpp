// {url, resource}: how an order names what belongs to it (ORD-3), and what include= puts there.
#pragma once

#include <string>
#include <string_view>

#include "app/records/rules.hpp"

namespace fieldstone::types {

// For Rules::derive of orders: links. For Rules::include: what takes their place.
Status add_order_links(store::Tx& tx, const app::Context& context,
                       std::span<app::records::Answer> orders);
Status include_order_part(store::Tx& tx, const app::Context& context, std::string_view name,
                          std::span<app::records::Answer> orders);

// The consignments of one order, as {"shipping":[…],…}. `with_lines`: whole lines for links.
Result<std::string> consignments_text(store::Tx& tx, const app::Context& context,
                                      std::int64_t order_id, bool with_lines);
// The array of fees.
Result<std::string> fees_text(store::Tx& tx, const app::Context& context, std::int64_t order_id);

}  // namespace fieldstone::types
