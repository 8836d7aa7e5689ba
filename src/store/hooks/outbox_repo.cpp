#include "store/hooks/outbox_repo.hpp"

#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "event";

constexpr std::string_view kAdd =
    "INSERT INTO outbox (store_id, hook_id, event_id, scope, resource, data, created_at, attempts,"
    " next_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)";
constexpr std::string_view kOfHook =
    "SELECT hook_id, event_id, scope, resource, data, created_at FROM outbox"
    " WHERE store_id = $1 AND hook_id = $2 ORDER BY event_id";
constexpr std::string_view kDropOfHook = "DELETE FROM outbox WHERE store_id = $1 AND hook_id = $2";

}  // namespace

Result<std::int64_t> OutboxRepo::next_event_id(StoreId store_id) {
  CounterRepo counters(connection_);
  if (group_ == nullptr) return counters.next_id(store_id, kSequence);
  GroupFacts::EventIds& ids = group_->event_ids;
  if (ids.store_id != store_id || ids.next == ids.end) {
    // One for each unit that may want one too.
    const auto count = static_cast<std::int64_t>(group_->units_left);
    FS_TRY(const auto first, counters.next_ids(store_id, kSequence, count));
    ids = {store_id, first, first + count};
  }
  return ids.next++;
}

Status OutboxRepo::add(StoreId store_id, HookId hook_id, std::int64_t event_id,
                       const Event& event) {
  FS_TRY_STATUS(connection_.execute(kAdd, {store_id.value, hook_id.value, event_id, event.scope,
                                           event.resource, event.data, event.created_at.value}));
  touch(store_id, hook_id);
  return {};
}

Result<std::vector<OutboxRow>> OutboxRepo::of_hook(StoreId store_id, HookId hook_id) {
  FS_TRY(auto rows, connection_.query(kOfHook, {store_id.value, hook_id.value}));
  std::vector<OutboxRow> found;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back({HookId{rows.integer(0)}, rows.integer(1), std::string(rows.text(2)),
                     std::string(rows.text(3)), std::string(rows.text(4)), TimeS{rows.integer(5)}});
  }
}

Status OutboxRepo::drop_of_hook(StoreId store_id, HookId hook_id) {
  FS_TRY_STATUS(connection_.execute(kDropOfHook, {store_id.value, hook_id.value}));
  touch(store_id, hook_id);
  return {};
}

}  // namespace fieldstone::store
