#include "api/gate/attempt_limiter.hpp"

#include <algorithm>

namespace fieldstone::api {
namespace {

// Whole seconds, rounded up, at least one (HTTP-162).
std::chrono::seconds until(std::chrono::steady_clock::duration left) {
  return std::max(std::chrono::seconds(1), std::chrono::ceil<std::chrono::seconds>(left));
}

}  // namespace

std::optional<std::chrono::seconds> AttemptLimiter::refuse(StoreId store_id,
                                                           std::string_view email_fold,
                                                           Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  Store& store = stores_[store_id.value];
  if (store.all.ends <= now) store.all = {now + limits_.per_store.window, 0};
  if (store.all.used >= limits_.per_store.quota) return until(store.all.ends - now);
  if (email_fold.empty()) {
    ++store.all.used;
    return std::nullopt;
  }
  sweep(store, now);
  Window& window = store.by_email[std::string(email_fold)];
  if (window.ends <= now) window = {now + limits_.per_email.window, 0};
  if (window.used >= limits_.per_email.quota) return until(window.ends - now);
  ++store.all.used;
  ++window.used;
  return std::nullopt;
}

void AttemptLimiter::sweep(Store& store, Clock::time_point now) {
  if (store.by_email.size() < store.sweep_at) return;
  std::erase_if(store.by_email, [now](const auto& entry) { return entry.second.ends <= now; });
  store.sweep_at = std::max<std::size_t>(64, 2 * store.by_email.size());
}

}  // namespace fieldstone::api
