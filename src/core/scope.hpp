// What an endpoint asks of its caller (HTTP-120 … HTTP-132). Their names and grants: auth/scope.
#pragma once

#include <cstdint>

namespace fieldstone {

// `none`: the scope every account holds (HTTP-128).
enum class Scope : std::uint8_t {
  none,
  customers,               // HTTP-120
  stored_instruments,      // HTTP-121
  cart,                    // HTTP-122
  channel_settings,        // HTTP-123
  products,                // HTTP-124
  orders,                  // HTTP-125
  locations,               // HTTP-126
  information,             // HTTP-127
  metafield_write_all,     // HTTP-130; modify only
  metafield_change_owner,  // HTTP-131; modify only
  channel_listings,
  content,
  inventory,
  marketing,
  payment_methods,  // read-only
  sites,
  shipments,
  storefront_tokens,  // modify only
  themes,
  transactions,
};

// Modify implies read (HTTP-120).
enum class Access : std::uint8_t { read_only, modify };

}  // namespace fieldstone
