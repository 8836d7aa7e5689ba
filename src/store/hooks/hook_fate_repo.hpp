// What becomes of hooks through their deliveries: deactivated, told of, and domains that are
// blocked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/hooks/delivery_repo.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// A domain that gets no deliveries of a client until a time (WH-82).
struct BlockedDomain {
  std::int64_t store_id = 0;
  std::string client_id;
  std::string domain;
  TimeMs until;
  std::string reasons;  // JSON: [{failure_description, count, timestamp}] (WH-15)
};

class HookFateRepo {
 public:
  explicit HookFateRepo(sql::Connection& connection) : connection_(connection) {}

  // Ends a hook whose retries are exhausted and drops its pending events (WH-81). False: it was not
  // active any more.
  Result<bool> deactivate(HookKey key, TimeS now);
  // The active hook for the exceptions of a client's deliveries, if it has one (WH-83).
  Result<std::optional<std::int64_t>> exception_hook(std::int64_t store_id,
                                                     std::string_view client_id);
  Status add_event(HookKey key, const PendingEvent& row);

  Status block(const BlockedDomain& blocked);
  // Of all stores.
  Result<std::vector<BlockedDomain>> blocked(TimeMs now);
  // Of one client.
  Result<std::vector<BlockedDomain>> blocked_of(std::int64_t store_id, std::string_view client_id,
                                                TimeMs now);
  Status forget_blocks(std::int64_t store_id, TimeMs before);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
