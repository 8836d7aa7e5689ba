// The fifteen statuses of orders: their ids and names are fixed (ORD-10).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fieldstone::types {

struct OrderStatus {
  std::int64_t id;
  std::string_view name;
  std::string_view description;
  int order;  // where lists show it
};

inline constexpr std::int64_t kIncomplete = 0;
inline constexpr std::int64_t kPending = 1;
inline constexpr std::int64_t kShipped = 2;
inline constexpr std::int64_t kPartiallyShipped = 3;
inline constexpr std::int64_t kRefunded = 4;
inline constexpr std::int64_t kCancelled = 5;
inline constexpr std::int64_t kDeclined = 6;
inline constexpr std::int64_t kCompleted = 10;
inline constexpr std::int64_t kPartiallyRefunded = 14;

// By id: statuses()[2].id is 2.
std::span<const OrderStatus> order_statuses();

}  // namespace fieldstone::types
