// Events on their way to hooks: one row per event and hook, written in the unit of work of the
// change, so that there is never one without the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/event.hpp"
#include "core/hook.hpp"
#include "store/sql.hpp"

namespace fieldstone::store {

struct OutboxRow {
  HookId hook_id;
  std::int64_t event_id = 0;
  std::string scope;
  std::string resource;
  std::string data;
  TimeS created_at;
};

class OutboxRepo {
 public:
  explicit OutboxRepo(sql::Connection& connection) : connection_(connection) {}

  // The number of one more event; two changes never share it (WH-36).
  Result<std::int64_t> next_event_id(StoreId store_id);
  Status add(StoreId store_id, HookId hook_id, std::int64_t event_id, const Event& event);
  // What waits for a hook, oldest first.
  Result<std::vector<OutboxRow>> of_hook(StoreId store_id, HookId hook_id);
  // WH-84.
  Status drop_of_hook(StoreId store_id, HookId hook_id);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
