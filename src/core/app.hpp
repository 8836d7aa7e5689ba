// An app, who uses it, and the code that it exchanges for a token (docs/contract/apps.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace fieldstone {

struct App {
  std::string client_id;
  std::string name;
  std::string scopes;       // as scope_words() has them
  std::string secret_hash;  // SHA-256, lower-case hex
  std::string sealed_secret;
  std::string account_uuid;  // of whom registered it (APP-5)
  std::string auth_url;
  std::string load_url;
  std::string uninstall_url;    // empty: it has none
  std::string remove_user_url;  // empty: it has none
  TimeS created_at;
};

// Somebody who uses the control panel of a store.
struct StoreUser {
  std::int64_t id = 0;
  std::string email;  // lower case; the user name too
  bool is_owner = false;
  TimeS created_at;
};

struct AppCode {
  std::string code_hash;  // SHA-256, lower-case hex
  std::string client_id;
  std::int64_t user_id = 0;
  std::string scopes;
  TimeS expires_at;
  bool redeemed = false;
};

inline constexpr std::int64_t kCodeLifetimeS = 600;  // APP-12

// Scopes with one blank between two, whatever stood there.
std::string scope_words(std::string_view scopes);
// Whether two lists name the same scopes, in whatever order.
bool same_scopes(std::string_view left, std::string_view right);

// The lower-case form under which a user is kept. Errors: validation for what is no e-mail address.
Result<std::string> user_email(std::string_view email);

}  // namespace fieldstone
