#include "store/hooks/hook_fate_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kDeactivate =
    "UPDATE hook SET is_active = 0, deactivated = 1,"
    " updated_at = CASE WHEN updated_at > $3 THEN updated_at ELSE $3 END"
    " WHERE store_id = $1 AND id = $2 AND is_active = 1";
constexpr std::string_view kDropEvents = "DELETE FROM outbox WHERE store_id = $1 AND hook_id = $2";
constexpr std::string_view kExceptionHook =
    "SELECT id FROM hook WHERE store_id = $1 AND client_id = $2"
    " AND scope = 'store/hook/deliveryException' AND is_active = 1 ORDER BY id LIMIT 1";
constexpr std::string_view kAddEvent =
    "INSERT INTO outbox (store_id, hook_id, event_id, scope, resource, data, created_at, attempts,"
    " next_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)"
    " ON CONFLICT (store_id, hook_id, event_id) DO UPDATE SET next_at_ms = 0";
constexpr std::string_view kBlock =
    "INSERT INTO hook_block (store_id, client_id, domain, until_ms, reasons)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (store_id, client_id, domain) DO UPDATE"
    " SET until_ms = excluded.until_ms, reasons = excluded.reasons";
constexpr std::string_view kBlocked =
    "SELECT store_id, client_id, domain, until_ms, reasons FROM hook_block"
    " WHERE until_ms > $1 AND until_ms <= $2";
constexpr std::string_view kBlockedOf =
    "SELECT store_id, client_id, domain, until_ms, reasons FROM hook_block"
    " WHERE store_id = $1 AND client_id = $2 AND until_ms > $3 AND until_ms <= $4"
    " ORDER BY domain";
// WH-82. One that lasts for longer was set under a clock that was ahead: it is void (WH-87).
constexpr std::int64_t kLongestBlockMs = 180'000;
constexpr std::string_view kForgetBlocks =
    "DELETE FROM hook_block WHERE store_id = $1 AND until_ms <= $2";

Result<std::vector<BlockedDomain>> all_blocked(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  std::vector<BlockedDomain> all;
  while (true) {
    FS_TRY(const bool more, rows->next());
    if (!more) break;
    all.push_back({rows->integer(0), std::string(rows->text(1)), std::string(rows->text(2)),
                   TimeMs{rows->integer(3)}, std::string(rows->text(4))});
  }
  return all;
}

}  // namespace

Result<bool> HookFateRepo::deactivate(HookKey key, TimeS now) {
  FS_TRY(const auto changed,
         connection_.execute(kDeactivate, {key.store_id, key.hook_id, now.value}));
  FS_TRY_STATUS(connection_.execute(kDropEvents, {key.store_id, key.hook_id}));
  return changed > 0;
}

Result<std::optional<std::int64_t>> HookFateRepo::exception_hook(std::int64_t store_id,
                                                                 std::string_view client_id) {
  FS_TRY(auto rows, connection_.query(kExceptionHook, {store_id, client_id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::int64_t>();
  return std::optional(rows.integer(0));
}

Status HookFateRepo::add_event(HookKey key, const PendingEvent& row) {
  FS_TRY_STATUS(connection_.execute(kAddEvent, {key.store_id, key.hook_id, row.event_id, row.scope,
                                                row.resource, row.data, row.created_at.value}));
  return {};
}

Status HookFateRepo::block(const BlockedDomain& blocked) {
  FS_TRY_STATUS(connection_.execute(kBlock, {blocked.store_id, blocked.client_id, blocked.domain,
                                             blocked.until.value, blocked.reasons}));
  return {};
}

Result<std::vector<BlockedDomain>> HookFateRepo::blocked(TimeMs now) {
  return all_blocked(connection_.query(kBlocked, {now.value, now.value + kLongestBlockMs}));
}

Result<std::vector<BlockedDomain>> HookFateRepo::blocked_of(std::int64_t store_id,
                                                            std::string_view client_id,
                                                            TimeMs now) {
  return all_blocked(
      connection_.query(kBlockedOf, {store_id, client_id, now.value, now.value + kLongestBlockMs}));
}

Status HookFateRepo::forget_blocks(std::int64_t store_id, TimeMs before) {
  FS_TRY_STATUS(connection_.execute(kForgetBlocks, {store_id, before.value}));
  return {};
}

}  // namespace fieldstone::store
