#include "core/hook.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "base/json_text.hpp"
#include "base/utf8.hpp"
#include "core/destination.hpp"
#include "core/item_errors.hpp"
#include "core/limits.hpp"
#include "core/modified.hpp"

namespace fieldstone {
namespace {

constexpr std::string_view kCustomerMetafields = "store/customer/metafield/";

template <class Range>
bool contains(const Range& range, std::string_view text) {
  return std::find(std::begin(range), std::end(range), text) != std::end(range);
}

bool is_lower_or_upper(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_segment(std::string_view text, bool (*accepts)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), accepts);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

// Headers that are ours to set: those of WH-42, and those that belong to the connection.
constexpr std::string_view kReservedHeaders[] = {"connection",
                                                 "content-encoding",
                                                 "content-length",
                                                 "content-type",
                                                 "expect",
                                                 "host",
                                                 "keep-alive",
                                                 "proxy-authenticate",
                                                 "proxy-connection",
                                                 "proxy-authorization",
                                                 "te",
                                                 "trailer",
                                                 "transfer-encoding",
                                                 "upgrade",
                                                 "user-agent",
                                                 "webhook-id",
                                                 "webhook-signature",
                                                 "webhook-timestamp"};

bool is_token_character(char c) {
  return is_lower_or_upper(c) || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool is_value_character(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != '\x7f');
}

// What is wrong with a header; empty when nothing is.
std::string header_fault(std::string_view name, std::string_view value) {
  if (!is_segment(name, is_token_character)) return "a header name must be a token";
  const std::string shown(name);
  if (contains(kReservedHeaders, lower_case(name))) return "header " + shown + " can not be set";
  if (!std::all_of(value.begin(), value.end(), is_value_character)) {
    return "the value of header " + shown + " must not contain control characters";
  }
  return {};
}

std::string headers_fault(const HookHeaders& headers) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : headers) bytes += name.size() + value.size();
  if (bytes > kMaxHookHeaderBytes) return "headers must have at most 65536 bytes in all";
  std::unordered_set<std::string> seen;
  for (const auto& [name, value] : headers) {
    if (std::string fault = header_fault(name, value); !fault.empty()) return fault;
    if (!seen.insert(lower_case(name)).second) {
      return "header " + std::string(name) + " stands twice";
    }
  }
  return {};
}

void check_headers(const HookInput& input, ItemErrors& errors) {
  const auto& headers = input.headers;
  if (headers.state == InputState::wrong_type) {
    errors.add("headers", "headers must be an object of strings");
  } else if (headers.has_value()) {
    if (std::string fault = headers_fault(headers.value); !fault.empty()) {
      errors.add("headers", std::move(fault));
    }
  }
}

void check_scope(const TextInput& scope, Presence presence, ItemErrors& errors) {
  if (!scope.present()) {
    if (presence == Presence::required) errors.missing("scope");
  } else if (!scope.has_value()) {
    errors.add("scope", "scope must be a string");
  } else if (!is_hook_scope(plain_scope(scope.value))) {
    errors.add("scope", "scope must be a known webhook event");
  }
}

void check_destination(const TextInput& destination, Presence presence, const HookRules& rules,
                       ItemErrors& errors) {
  if (!destination.present()) {
    if (presence == Presence::required) errors.missing("destination");
  } else if (!destination.has_value()) {
    errors.add("destination", "destination must be a string");
  } else if (const auto fault = destination_fault(destination.value, rules.any_destination);
             !fault.empty()) {
    errors.add("destination", std::string(fault));
  }
}

Status check(const HookInput& input, Presence presence, const HookRules& rules) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  check_scope(input.scope, presence, errors);
  check_destination(input.destination, presence, rules, errors);
  errors.flag("is_active", input.is_active);
  check_headers(input, errors);
  if (broken.empty()) return {};
  return fail(Code::validation, "WH-21", {}, std::move(broken));
}

std::string headers_json(const HookHeaders& headers) {
  if (headers.empty()) return {};
  std::string json;
  for (const auto& [name, value] : headers) {
    json += json.empty() ? '{' : ',';
    append_json_string(json, name);
    json += ':';
    append_json_string(json, value);
  }
  return json + "}";
}

}  // namespace

std::string_view plain_scope(std::string_view scope) {
  if (scope.ends_with('/')) scope.remove_suffix(1);
  return scope;
}

bool is_hook_scope(std::string_view scope) {
  const std::string current = current_event_name(scope);
  return find_event_name(current) != nullptr || is_event_wildcard(current);
}

bool scope_covers(std::string_view hook_scope, std::string_view event_scope) {
  if (hook_scope.starts_with(kOldVariantMetafields)) {  // WH-52
    return event_scope.starts_with(kVariantMetafields) &&
           scope_covers(hook_scope.substr(kOldVariantMetafields.size()),
                        event_scope.substr(kVariantMetafields.size()));
  }
  if (!hook_scope.ends_with('*')) return hook_scope == event_scope;
  hook_scope.remove_suffix(1);
  if (!event_scope.starts_with(hook_scope)) return false;
  if (hook_scope == "store/channel/" && is_channel_scoped(event_scope)) return false;
  return !event_scope.starts_with(kCustomerMetafields) || hook_scope == kCustomerMetafields;
}

Status validate_create(const HookInput& input, const HookRules& rules) {
  return check(input, Presence::required, rules);
}

Status validate_patch(const HookInput& input, const HookRules& rules) {
  if (!input.any()) {
    return fail(Code::validation, "WH-13",
                "At least one of scope, destination, is_active and headers is required");
  }
  return check(input, Presence::optional, rules);
}

Hook make_hook(const HookInput& input, TimeS now) {
  Hook hook;
  hook.created_at = now;
  hook.last_event_at = now;
  apply_patch(input, now, hook);
  hook.updated_at = now;
  return hook;
}

void apply_patch(const HookInput& input, TimeS now, Hook& hook) {
  const Hook before = hook;
  if (input.scope.present()) hook.scope = plain_scope(input.scope.value);
  if (input.destination.present()) hook.destination = input.destination.value;
  if (input.headers.present()) hook.headers = headers_json(input.headers.value);
  if (input.is_active.has_value()) {
    hook.is_active = input.is_active.value;
    if (hook.is_active) hook.deactivated = false;                       // WH-26
    if (hook.is_active && !before.is_active) hook.last_event_at = now;  // WH-25
  }
  if (hook != before) hook.updated_at = time_of_change(now, hook.created_at, hook.updated_at);
}

bool drops_pending(const Hook& before, const Hook& after) {
  return before.destination != after.destination || !after.is_active;
}

Status check_beside(const Hook& hook, const std::vector<Hook>& hooks) {
  int of_scope = 0;
  for (const Hook& other : hooks) {
    if (other.id == hook.id) continue;
    if (other.scope == hook.scope && hook.scope == kDeliveryExceptionScope) {
      return fail(Code::conflict, "WH-83", "There is a webhook with this scope already.");
    }
    if (other.scope == hook.scope && other.destination == hook.destination) {
      return fail(Code::conflict, "WH-22",
                  "A webhook with this scope and destination already exists.");
    }
    const bool exceptional =
        other.scope == kDeliveryExceptionScope || hook.scope == kDeliveryExceptionScope;
    if (exceptional && other.destination == hook.destination) {
      return fail(Code::validation, "WH-83", {},
                  {{"destination",
                    "destination of store/hook/deliveryException must differ from "
                    "those of all other webhooks"}});
    }
    if (other.scope == hook.scope) ++of_scope;
  }
  if (of_scope >= kMaxHooksPerScope) {
    return fail(Code::validation, "WH-23", {},
                {{"scope", "there may be at most 10 webhooks with the same scope"}});
  }
  const bool is_new = std::none_of(hooks.begin(), hooks.end(),
                                   [&](const Hook& other) { return other.id == hook.id; });
  if (!is_new || hooks.size() < kMaxHooksPerClient) return {};
  return fail(Code::validation, "WH-23", {}, {{"scope", "there may be at most 1000 webhooks"}});
}

Status check_headers_beside(const Hook& hook, std::int64_t characters_of_others) {
  const auto own = static_cast<std::int64_t>(code_points(hook.headers));
  if (own == 0 || own + characters_of_others <= kMaxHookHeadersOfClient) return {};
  return fail(
      Code::validation, "WH-3", {},
      {{"headers", "the headers of all your webhooks may have at most 1000000 characters"}});
}

std::string_view status_name(const Hook& hook) {
  if (hook.is_active) return "active";
  return hook.deactivated ? "deactivated" : "inactive";
}

}  // namespace fieldstone
