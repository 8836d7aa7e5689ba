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
#include "store/hooks/hook_key.hpp"
#include "store/sql/sql.hpp"
#include "store/unit/group_facts.hpp"

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
  // `touched` learns which hooks have new events or were changed; it may be null, and so may
  // `group`.
  explicit OutboxRepo(sql::Connection& connection, std::vector<HookKey>* touched = nullptr,
                      GroupFacts* group = nullptr)
      : connection_(connection), touched_(touched), group_(group) {}

  // The number of one more event, above those before it; two changes never share it (WH-36).
  Result<std::int64_t> next_event_id(StoreId store_id);
  Status add(StoreId store_id, HookId hook_id, std::int64_t event_id, const Event& event);
  // What waits for a hook, oldest first.
  Result<std::vector<OutboxRow>> of_hook(StoreId store_id, HookId hook_id);
  // WH-84.
  Status drop_of_hook(StoreId store_id, HookId hook_id);

 private:
  void touch(StoreId store_id, HookId id) {
    const HookKey key{store_id.value, id.value};
    if (touched_ != nullptr && (touched_->empty() || touched_->back() != key))
      touched_->push_back(key);
  }

  sql::Connection& connection_;
  std::vector<HookKey>* touched_;
  GroupFacts* group_;
};

}  // namespace fieldstone::store
