// A call to an app as the control panel makes it (APP-20 … APP-25).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "core/app.hpp"
#include "http/client.hpp"

namespace fieldstone::cli {

// Who calls, and about what.
struct Occasion {
  std::string store_hash;
  StoreUser user;
  StoreUser owner;
  std::string deep_link = "/";
  std::optional<std::int64_t> channel_id;
};

using Query = std::vector<std::pair<std::string, std::string>>;

// `url` with more parameters, percent-encoded.
std::string with_query(std::string_view url, const Query& more);

// What an auth callback is sent (APP-21).
Query auth_query(const App& app, const std::string& store_hash, const std::string& code);
// What the other callbacks are sent: both signed forms (APP-22, APP-23).
Query signed_query(const App& app, const Occasion& occasion, const std::string& secret,
                   Random& random, TimeS now);

struct CallOptions {
  std::string ca_file;
  std::chrono::seconds timeout{30};
};

// Makes the call. Errors: unavailable when the certificates can't be read.
Result<http::CallResult> call_app(const std::string& url, const CallOptions& options);

}  // namespace fieldstone::cli
