// What happened, as hooks are told of it (docs/contract/webhooks.md, 4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/address.hpp"
#include "core/customer.hpp"
#include "core/ids.hpp"
#include "core/metafield.hpp"

namespace fieldstone {

// One event under one name.
struct Event {
  std::string scope;     // the event's own name, never a wildcard (WH-34)
  std::string resource;  // what it is about, "customer/17": the order of its events is kept
  std::string data;      // the payload's `data`: compact JSON, ids only (WH-37)
  TimeS created_at;      // when it happened (WH-33)

  friend bool operator==(const Event&, const Event&) = default;
};

enum class Change : std::uint8_t { created, updated, deleted };

// "store/product/metafield/" and its like: the specific names of WH-51 … WH-60.
std::string_view metafield_prefix(ResourceType type);

// A change of a metafield under both its names: the general and the specific one (WH-61).
std::vector<Event> metafield_events(Change change, const Metafield& metafield, TimeS now);
// WH-70, WH-71.
Event customer_event(Change change, const Customer& customer, TimeS now);
// WH-72.
Event address_event(Change change, const Address& address, TimeS now);
// WH-73.
Event default_instrument_event(CustomerId id, TimeS now);
// WH-74.
Event channel_access_event(const Customer& customer, TimeS now);

}  // namespace fieldstone
