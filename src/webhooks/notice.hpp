// What a store/hook/deliveryException hook is told (WH-83). Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "base/clock.hpp"

namespace fieldstone::webhooks {

enum class NoticeCode : std::int32_t {
  will_retry = 90001,
  hook_disabled = 90002,
  domain_blocked = 90003,
};

// The payload's data: {type, id: the hook that fails, error_code, message}.
std::string notice_data(std::int64_t hook_id, NoticeCode code);

// will_retry is told at most once in ten minutes for a destination of a client.
class RetryNotices {
 public:
  static constexpr std::int64_t kPauseMs = 600'000;

  bool admit(std::int64_t store_id, const std::string& client_id, const std::string& destination,
             TimeMs now);
  void sweep(TimeMs now);

 private:
  std::map<std::tuple<std::int64_t, std::string, std::string>, TimeMs> last_;
};

}  // namespace fieldstone::webhooks
