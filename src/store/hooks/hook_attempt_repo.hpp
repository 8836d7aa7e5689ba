// The log of deliveries: what was tried, when, and what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

struct HookAttempt {
  std::int64_t id = 0;  // per store, ascending
  std::int64_t hook_id = 0;
  std::int64_t event_id = 0;
  std::string scope;
  std::string resource;
  std::string data;
  TimeS event_created_at;
  int number = 0;  // of this event and hook, from 1
  TimeMs attempted_at;
  int status = 0;     // HTTP status of the answer; 0: there was none
  std::string error;  // why there was none, or why the answer does not count; empty: delivered
  std::int64_t latency_ms = 0;
  std::string excerpt;  // of the answer's body
};

struct AttemptFilter {
  std::optional<std::int64_t> hook_id;
  std::optional<std::int64_t> event_id;
  bool failed_only = false;
  std::int64_t limit = 100;
};

class HookAttemptRepo {
 public:
  explicit HookAttemptRepo(sql::Connection& connection) : connection_(connection) {}

  // Gives the rows their ids, in order.
  Status append(StoreId store_id, std::span<const HookAttempt> attempts);
  // The newest first.
  Result<std::vector<HookAttempt>> list(StoreId store_id, const AttemptFilter& filter);
  Result<std::optional<HookAttempt>> find(StoreId store_id, std::int64_t id);
  // Stores that have any.
  Result<std::vector<StoreId>> stores();
  // Removes at most `limit` attempts made before a time; returns how many.
  Result<std::int64_t> prune(StoreId store_id, TimeMs before, std::int64_t limit);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
