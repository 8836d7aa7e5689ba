// Identifiers as distinct types, so that one can't be passed for another.
#pragma once

#include <compare>
#include <cstdint>

namespace fieldstone {

template <class Tag>
struct Id {
  std::int64_t value = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
};

// A merchant's store: the tenant. The numeric id; the hash in URLs is a different identifier
// (HTTP-2).
using StoreId = Id<struct StoreTag>;
using MetafieldId = Id<struct MetafieldTag>;
using CustomerId = Id<struct CustomerTag>;
using HookId = Id<struct HookTag>;

}  // namespace fieldstone
