#include "webhooks/notice.hpp"

namespace fieldstone::webhooks {
namespace {

std::string_view message_of(NoticeCode code) {
  switch (code) {
    case NoticeCode::will_retry:
      return "A delivery to the destination failed; it will be tried again.";
    case NoticeCode::hook_disabled:
      return "All attempts of a delivery failed; the webhook has been deactivated.";
    case NoticeCode::domain_blocked:
      return "Too many deliveries to the domain failed; it is blocked for three minutes.";
  }
  return {};
}

}  // namespace

std::string notice_data(std::int64_t hook_id, NoticeCode code) {
  return "{\"type\":\"webhook\",\"id\":" + std::to_string(hook_id) +
         ",\"error_code\":" + std::to_string(static_cast<std::int32_t>(code)) + ",\"message\":\"" +
         std::string(message_of(code)) + "\"}";
}

bool RetryNotices::admit(std::int64_t store_id, const std::string& client_id,
                         const std::string& destination, TimeMs now) {
  const auto [entry, fresh] = last_.try_emplace({store_id, client_id, destination}, now);
  // The clock may have been put back since.
  if (!fresh && now >= entry->second && now.value < entry->second.value + kPauseMs) return false;
  entry->second = now;
  return true;
}

void RetryNotices::sweep(TimeMs now) {
  std::erase_if(last_, [now](const auto& entry) {
    return entry.second > now || entry.second.value + kPauseMs <= now.value;
  });
}

}  // namespace fieldstone::webhooks
