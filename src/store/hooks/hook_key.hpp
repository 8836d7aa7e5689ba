// Names a hook across stores, and who wants to know when hooks have something to deliver.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace fieldstone::store {

struct HookKey {
  std::int64_t store_id = 0;
  std::int64_t hook_id = 0;
  friend auto operator<=>(const HookKey&, const HookKey&) = default;
};

class HookListener {
 public:
  virtual ~HookListener() = default;
  // These hooks have new events or were changed, and that is committed. Thread: any; must be quick.
  virtual void touched(std::span<const HookKey> hooks) = 0;
};

// Where an engine's threads find the listener, if there is one. Thread: any.
class HookSignal {
 public:
  void set(HookListener* listener) { listener_.store(listener); }
  void tell(const std::vector<HookKey>& hooks) {
    HookListener* const listener = listener_.load(std::memory_order_acquire);
    if (listener != nullptr && !hooks.empty()) listener->touched(hooks);
  }

 private:
  std::atomic<HookListener*> listener_ = nullptr;
};

}  // namespace fieldstone::store
