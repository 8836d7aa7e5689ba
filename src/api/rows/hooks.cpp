// Wire side of hooks (WH-10 … WH-18).
#include "app/hooks.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/gate/blocked_domains.hpp"
#include "api/plain_read.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "core/destination.hpp"
#include "http/host_guard.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kListParameters[] = {"page", "limit", "is_active", "scope",
                                                "destination"};
constexpr std::string_view kAdminParameters[] = {"page", "limit", "is_active"};

Result<app::ListHooks> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  app::ListHooks query;
  FS_TRY(query.filter.is_active, flag_param(call.query, "is_active"));
  if (const auto scope = text_param(call.query, "scope")) query.filter.scope = plain_scope(*scope);
  query.filter.destination = text_param(call.query, "destination");
  FS_TRY(query.page, page_params(call.query, {}));
  return query;
}

Result<app::ListHooks> decode_admin(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kAdminParameters));
  app::ListHooks query;
  FS_TRY(query.filter.is_active, flag_param(call.query, "is_active"));
  FS_TRY(query.page, page_params(call.query, {}));
  return query;
}

Result<app::HookById> decode_id(const Call& call) {
  const std::string_view text = call.path_parameters.front();
  FS_TRY(const auto id, path_entity(text));
  if (is_beyond_ids(text)) {  // it is named as it was sent
    return fail(Code::not_found, "WH-20", "Webhook with id [" + std::string(text) + "] not found");
  }
  return app::HookById{HookId{id}};
}

Input<HookHeaders> headers_member(const json::object& object) {
  const json::value* value = object.if_contains("headers");
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  const auto* headers = value->if_object();
  if (headers == nullptr) return {InputState::wrong_type, {}};
  Input<HookHeaders> input{InputState::value, {}};
  for (const auto& member : *headers) {
    const auto* text = member.value().if_string();
    if (text == nullptr) return {InputState::wrong_type, {}};
    const auto name = member.key();
    input.value.emplace_back(std::string_view(name.data(), name.size()),
                             std::string_view(text->data(), text->size()));
  }
  return input;
}

HookInput hook_input(const json::object& object) {
  HookInput input;
  input.scope = text_member(object, "scope");
  input.destination = text_member(object, "destination");
  input.is_active = flag_member(object, "is_active");
  input.headers = headers_member(object);
  return input;
}

// WH-49: an address to which nothing would ever be delivered is refused at once.
Status check_destination(const Call& call, const HookInput& input) {
  if (call.context.settings.hooks.any_destination || !input.destination.has_value()) return {};
  const auto destination = parse_destination(input.destination.value);
  if (!destination) return {};  // the use case says what is wrong
  const std::string_view kind = http::refusal_of_host(destination->host);
  if (kind.empty()) return {};
  return fail(Code::validation, "WH-49", {},
              {{"destination", "destination is " + std::string(kind) +
                                   ", to which this server delivers nothing"}});
}

Result<app::WriteHook> decode_write(const Call& call, HookId id) {
  FS_TRY(const auto* object, root_object(*call.body));
  app::WriteHook command{id, hook_input(*object)};
  FS_TRY_STATUS(check_destination(call, command.input));
  return command;
}

Result<app::WriteHook> decode_create(const Call& call) { return decode_write(call, HookId{}); }

Result<app::WriteHook> decode_update(const Call& call) {
  FS_TRY(const auto hook, decode_id(call));
  return decode_write(call, hook.id);
}

Result<app::SetHookEmails> decode_emails(const Call& call) {
  FS_TRY(const auto* object, root_object(*call.body));
  return app::SetHookEmails{texts_member(*object, "emails")};
}

// The members of a hook, without the braces: the admin's list adds one.
void write_members(const Call& call, JsonWriter& out, const Hook& hook) {
  out.key("id").integer(hook.id.value).key("client_id").string(hook.client_id);
  out.key("store_hash").string(call.context.caller.store_hash);
  out.key("scope").string(hook.scope).key("destination").string(hook.destination);
  out.key("headers");
  if (hook.headers.empty()) {
    out.null();
  } else {
    out.raw(hook.headers);
  }
  out.key("is_active").boolean(hook.is_active);
  out.key("created_at").integer(hook.created_at.value);
  out.key("updated_at").integer(hook.updated_at.value);
}

http::Response encode_hook(const Call& call, const Hook& hook) {
  JsonWriter out;
  out.begin_object().key("data").begin_object();
  write_members(call, out, hook);
  out.end_object().key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

// V2: no envelope (HTTP-182, WH-18).
void write_bare(const Call& call, JsonWriter& out, const Hook& hook) {
  out.begin_object();
  write_members(call, out, hook);
  out.end_object();
}

http::Response encode_bare(const Call& call, const Hook& hook) {
  JsonWriter out;
  write_bare(call, out, hook);
  return {.body = out.take(), .headers = {}};
}

http::Response encode_bare_created(const Call& call, const Hook& hook) {
  http::Response response = encode_bare(call, hook);
  response.status = 201;
  return response;
}

http::Response encode_bare_list(const Call& call, const app::HooksPage& listed) {
  JsonWriter out;
  out.begin_array();
  for (const Hook& hook : listed.page.rows) write_bare(call, out, hook);
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_list(const Call& call, const app::HooksPage& listed) {
  return offset_list_answer(
      call, listed.request, listed.page,
      [&call](JsonWriter& out, const Hook& hook) { write_bare(call, out, hook); });
}

void write_blocked(JsonWriter& out, const BlockedDomain& domain) {
  out.begin_object().key("destination").string(domain.destination);
  out.key("time_left").integer(domain.seconds_left).key("reasons").begin_array();
  for (const BlockedReason& reason : domain.reasons) {
    out.begin_object().key("failure_description").string(reason.failure_description);
    out.key("count").integer(reason.count);
    out.key("timestamp").integer(reason.timestamp.value).end_object();
  }
  out.end_array().end_object();
}

http::Response encode_admin(const Call& call, const app::HookAdmin& admin,
                            const std::vector<BlockedDomain>& blocked) {
  JsonWriter out;
  out.begin_object().key("data").begin_object().key("emails").begin_array();
  for (const std::string& email : admin.emails) out.string(email);
  out.end_array().key("hooks_list").begin_array();
  for (const Hook& hook : admin.hooks.page.rows) {
    out.begin_object();
    write_members(call, out, hook);
    out.key("status").string(status_name(hook)).end_object();
  }
  out.end_array().key("blocked_domains").begin_array();
  for (const BlockedDomain& domain : blocked) write_blocked(out, domain);
  out.end_array().end_object();
  PageOutline outline;
  outline.request = admin.hooks.request;
  outline.facts = admin.hooks.page.facts;
  outline.count = admin.hooks.page.rows.size();
  outline.has_cursors = false;
  write_list_meta(out, outline, call.query);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

// Not a plain read: a part of the answer is known to the process alone.
asio::awaitable<Result<http::Response>> run_admin(const Services* services, const Call* call) {
  FS_CO_TRY(const auto query, decode_admin(*call));
  const auto work = detail::bind_use_case<app::hook_admin>(call, query);
  FS_CO_TRY(const auto admin, co_await plain_read(services, call, work));
  std::vector<BlockedDomain> blocked;
  const auth::Principal& caller = call->context.caller;
  if (services->blocked_domains != nullptr) {
    blocked = services->blocked_domains->of_client(caller.store_id, caller.client_id);
  }
  co_return encode_admin(*call, admin, blocked);
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr auto kScope = Scope::none;
constexpr std::string_view kHooks = "/v3/hooks";
constexpr std::string_view kHook = "/v3/hooks/{id}";
constexpr std::string_view kAdmin = "/v3/hooks/admin";
constexpr auto kFamilyV2 = ErrorFamily::v2;
constexpr std::string_view kHooksV2 = "/v2/hooks";
constexpr std::string_view kHookV2 = "/v2/hooks/{id}";

constexpr Endpoint kHookEndpoints[] = {
    read<decode_list, app::list_hooks, encode_list>(kHooks, kScope, kFamily),
    sized(kHookBodyBytes, write<decode_create, app::create_hook, encode_hook>(
                              http::Verb::post, kHooks, kScope, kFamily, BodyRule::required)),
    read<decode_id, app::get_hook, encode_hook>(kHook, kScope, kFamily),
    sized(kHookBodyBytes, write<decode_update, app::update_hook, encode_hook>(
                              http::Verb::put, kHook, kScope, kFamily, BodyRule::required)),
    write<decode_id, app::delete_hook, encode_hook>(http::Verb::delete_, kHook, kScope, kFamily,
                                                    BodyRule::ignored),
    {http::Verb::get, kAdmin, kScope, Access::read_only, kFamily, BodyRule::ignored, nullptr,
     &run_admin},
    sized(kSmallBodyBytes, write<decode_emails, app::set_hook_emails, no_content>(
                               http::Verb::put, kAdmin, kScope, kFamily, BodyRule::required)),
    read<decode_list, app::list_hooks, encode_bare_list>(kHooksV2, kScope, kFamilyV2),
    sized(kHookBodyBytes, write<decode_create, app::create_hook, encode_bare_created>(
                              http::Verb::post, kHooksV2, kScope, kFamilyV2, BodyRule::required)),
    read<decode_id, app::get_hook, encode_bare>(kHookV2, kScope, kFamilyV2),
    sized(kHookBodyBytes, write<decode_update, app::update_hook, encode_bare>(
                              http::Verb::put, kHookV2, kScope, kFamilyV2, BodyRule::required)),
    write<decode_id, app::delete_hook, encode_bare>(http::Verb::delete_, kHookV2, kScope, kFamilyV2,
                                                    BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> hook_endpoints() { return kHookEndpoints; }

}  // namespace fieldstone::api
