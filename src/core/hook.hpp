// A hook: who is told what, and which events its scope means (docs/contract/webhooks.md, 1 and 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/event_names.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"

namespace fieldstone {

struct Hook {
  HookId id;
  std::string client_id;
  std::string scope;        // as sent but for a trailing slash (WH-64)
  std::string destination;  // as sent
  std::string headers;      // a JSON object of strings; empty when there are none
  bool is_active = true;
  bool deactivated = false;  // by the server (WH-81)
  TimeS created_at;
  TimeS updated_at;
  TimeS last_event_at;  // to the day; else when it was last switched on (WH-25)

  friend bool operator==(const Hook&, const Hook&) = default;
};

// The scope without a trailing slash.
std::string_view plain_scope(std::string_view scope);
// Whether a hook may have this scope: a published name, whoever raises it, a wildcard of some, the
// older name of the variants' metafields (WH-50 … WH-78, WH-83). Requires: it is plain.
bool is_hook_scope(std::string_view scope);
// Whether an event reaches a hook (WH-61, WH-62, WH-64, WH-75, WH-78). Requires:
// is_hook_scope(hook_scope); event_scope is the name of one event.
bool scope_covers(std::string_view hook_scope, std::string_view event_scope);

using HookHeaders = std::vector<std::pair<std::string_view, std::string_view>>;

// The writable members as sent. Views point into the request.
struct HookInput {
  TextInput scope;
  TextInput destination;
  FlagInput is_active;
  // null: none are wanted. A value that is no string makes the whole of wrong type.
  Input<HookHeaders> headers;

  bool any() const {
    return scope.present() || destination.present() || is_active.present() || headers.present();
  }
};

// What one deployment allows.
struct HookRules {
  bool any_destination = false;  // WH-2
};

// Errors: validation, one FieldError per broken rule (WH-1 … WH-4, WH-21).
Status validate_create(const HookInput& input, const HookRules& rules);
// The same for a partial update; nothing at all is an error too (WH-13).
Status validate_patch(const HookInput& input, const HookRules& rules);

// Requires: validate_create succeeded.
Hook make_hook(const HookInput& input, TimeS now);
// updated_at moves only if something changed. Requires: validate_patch succeeded.
void apply_patch(const HookInput& input, TimeS now, Hook& hook);
// Whether what waits for the hook is not to be delivered any more (WH-84).
bool drops_pending(const Hook& before, const Hook& after);

// Judges a hook beside the client's others; itself among them is passed over.
// Errors: conflict (WH-22, WH-83), validation (WH-23).
Status check_beside(const Hook& hook, const std::vector<Hook>& hooks);

// Judges the headers of a hook beside those of the client's others, which have so many characters.
// Errors: validation (WH-3).
Status check_headers_beside(const Hook& hook, std::int64_t characters_of_others);

// "active", "inactive" or "deactivated" (WH-15).
std::string_view status_name(const Hook& hook);

}  // namespace fieldstone
