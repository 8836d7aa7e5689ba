#include "webhooks/record.hpp"

#include <map>

#include "base/json_text.hpp"
#include "webhooks/notice.hpp"

namespace fieldstone::webhooks {
namespace {

std::string reasons_json(const DomainBlock& block) {
  std::string json = "[";
  for (const BlockReason& reason : block.reasons) {
    json += json.size() == 1 ? "{\"failure_description\":" : ",{\"failure_description\":";
    append_json_string(json, reason.description);
    json += ",\"count\":" + std::to_string(reason.count) +
            ",\"timestamp\":" + std::to_string(reason.latest.value) + "}";
  }
  return json + "]";
}

// Tells the client's exception hook, if there is one (WH-83).
Status tell(store::Tx& tx, const Outcome& outcome, NoticeCode code, Recorded& recorded) {
  if (outcome.is_exception_hook) return {};
  const std::int64_t store_id = outcome.key.store_id;
  FS_TRY(const auto hook, tx.hook_fates().exception_hook(store_id, outcome.client_id));
  if (!hook) return {};
  store::PendingEvent row;
  FS_TRY(row.event_id, tx.outbox().next_event_id(StoreId{store_id}));
  row.scope = kDeliveryExceptionScope;
  row.resource = "hook/" + std::to_string(outcome.key.hook_id);
  row.data = notice_data(outcome.key.hook_id, code);
  row.created_at = to_seconds(outcome.attempt.attempted_at);
  const store::HookKey to{store_id, *hook};
  FS_TRY_STATUS(tx.hook_fates().add_event(to, row));
  recorded.told.push_back(to);
  return {};
}

Status deactivate(store::Tx& tx, const Outcome& outcome, Recorded& recorded) {
  FS_TRY(const bool there, tx.deliveries().has(outcome.key, outcome.row.event_id));
  if (!there) return {};
  const TimeS now = to_seconds(outcome.attempt.attempted_at);
  FS_TRY(const bool changed, tx.hook_fates().deactivate(outcome.key, now));
  if (!changed) return {};
  FS_TRY(const auto emails, tx.hooks().emails(StoreId{outcome.key.store_id}, outcome.client_id));
  recorded.deactivated.push_back({outcome.key, outcome.destination, emails.size()});
  return tell(tx, outcome, NoticeCode::hook_disabled, recorded);
}

Status block(store::Tx& tx, const Outcome& outcome, Recorded& recorded) {
  const std::int64_t store_id = outcome.key.store_id;
  FS_TRY_STATUS(tx.hook_fates().forget_blocks(store_id, outcome.attempt.attempted_at));
  FS_TRY_STATUS(tx.hook_fates().block({store_id, outcome.client_id, outcome.domain,
                                       outcome.block->until, reasons_json(*outcome.block)}));
  return tell(tx, outcome, NoticeCode::domain_blocked, recorded);
}

Status record_one(store::Tx& tx, const Outcome& outcome, Recorded& recorded) {
  if (outcome.block) FS_TRY_STATUS(block(tx, outcome, recorded));
  switch (outcome.fate) {
    case Fate::delivered: break;
    case Fate::again: {
      FS_TRY(const bool there, tx.deliveries().postpone(outcome.key, outcome.row));
      if (there && outcome.tell_retry) return tell(tx, outcome, NoticeCode::will_retry, recorded);
      break;
    }
    case Fate::lost: return deactivate(tx, outcome, recorded);
  }
  return {};
}

}  // namespace

Result<Recorded> record(store::Tx& tx, StoreId store_id, std::span<const Outcome> outcomes,
                        AttemptLog log) {
  std::map<store::HookKey, std::vector<std::int64_t>> delivered;
  std::vector<store::HookAttempt> attempts;
  for (const Outcome& outcome : outcomes) {
    if (outcome.fate == Fate::delivered) delivered[outcome.key].push_back(outcome.row.event_id);
    if (log == AttemptLog::kept) attempts.push_back(outcome.attempt);
  }
  for (const auto& [key, ids] : delivered) FS_TRY_STATUS(tx.deliveries().remove(key, ids));
  Recorded recorded;
  for (const Outcome& outcome : outcomes) FS_TRY_STATUS(record_one(tx, outcome, recorded));
  FS_TRY_STATUS(tx.hook_attempts().append(store_id, attempts));
  return recorded;
}

}  // namespace fieldstone::webhooks
