#include "api/gate/token_exchange.hpp"

#include <boost/json/value.hpp>

#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "app/apps.hpp"
#include "auth/token.hpp"
#include "http/header_list.hpp"
#include "http/query_string.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMaxBodyBytes = 16 * 1024;

using Member = std::string app::TokenRequest::*;
constexpr std::pair<std::string_view, Member> kMembers[] = {
    {"client_id", &app::TokenRequest::client_id},
    {"client_secret", &app::TokenRequest::client_secret},
    {"code", &app::TokenRequest::code},
    {"grant_type", &app::TokenRequest::grant_type},
    {"redirect_uri", &app::TokenRequest::redirect_uri},
    {"scope", &app::TokenRequest::scope},
    {"context", &app::TokenRequest::context},
};

Failure invalid_request(std::string text) {
  return fail(Code::validation, "APP-14", {}, {{"invalid_request", std::move(text)}});
}

Result<app::TokenRequest> decode_json(std::string_view body) {
  const auto parsed = parse_body(body, {});
  const auto* object = parsed ? parsed->if_object() : nullptr;
  if (object == nullptr) return invalid_request("the body is not a JSON object");
  app::TokenRequest request;
  for (const auto& [name, member] : kMembers) {
    const TextInput text = text_member(*object, name);
    const bool readable =
        text.state != InputState::wrong_type && text.value.find('\0') == std::string_view::npos;
    if (!readable) {
      return invalid_request(std::string(name) + " must be a string");
    }
    if (text.has_value()) request.*member = text.value;
  }
  return request;
}

Result<app::TokenRequest> decode_form(std::string_view body) {
  const auto form = http::QueryString::parse(body);
  if (!form) return invalid_request("the body is no form");
  app::TokenRequest request;
  for (const auto& [name, member] : kMembers) {
    if (const auto value = form->find(name)) request.*member = *value;
  }
  return request;
}

// Clients send a charset with it, and names are case-insensitive.
bool is_form(std::string_view content_type) {
  constexpr std::string_view kForm = "application/x-www-form-urlencoded";
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ')) content_type.remove_suffix(1);
  return http::equals_ignoring_case(content_type, kForm);
}

Result<app::TokenRequest> decode(const http::Request& request, std::string_view body) {
  const std::string_view type = request.header("Content-Type");
  if (is_form(type)) return decode_form(body);
  if (http::is_json_content_type(type)) return decode_json(body);
  return invalid_request(
      "Content-Type must be application/json or application/x-www-form-urlencoded");
}

void write_user(JsonWriter& out, const StoreUser& user) {
  out.begin_object().key("id").integer(user.id).key("username").string(user.email);
  out.key("email").string(user.email).end_object();
}

std::string grant_body(const app::TokenGrant& grant, std::string_view token,
                       std::string_view context) {
  JsonWriter out;
  out.begin_object().key("access_token").string(token).key("scope").string(grant.scopes);
  out.key("user");
  write_user(out, grant.user);
  out.key("owner");
  write_user(out, grant.owner);
  out.key("context").string(context).key("account_uuid").string(grant.account_uuid).end_object();
  return out.take();
}

http::Response refusal(int status, std::string_view word, std::string_view text) {
  JsonWriter out;
  out.begin_object().key("error").string(word).key("error_description").string(text).end_object();
  http::Response response;
  response.status = status;
  response.body = out.take();
  return response;
}

http::Response refusal(const Error& error) {
  if (error.code == Code::validation && !error.fields.empty()) {
    const FieldError& fault = error.fields.front();
    return refusal(fault.field == "invalid_client" ? 401 : 400, fault.field, fault.message);
  }
  if (error.code == Code::unavailable) {
    auto response = refusal(503, "temporarily_unavailable", "try again in a second");
    response.headers.push_back({"Retry-After", "1"});
    return response;
  }
  const int status = default_status(error.code);
  return status == 500 ? refusal(500, "server_error", "something went wrong here")
                       : refusal(status, "invalid_request", default_title(error.code));
}

asio::awaitable<Result<http::Response>> answer(store::Store* store, http::Exchange* exchange) {
  FS_CO_TRY(const auto body, co_await exchange->request.read_body(kMaxBodyBytes));
  FS_CO_TRY(const auto request, decode(exchange->request, body));
  FS_CO_TRY(const auto store_id, co_await store->read([&request](store::Tx& tx) {
    return app::admit_token_request(tx, request);
  }));
  auth::SodiumRandom random;
  const std::string token = auth::make_token(random);
  const std::string token_hash = auth::to_hex(auth::hash_token(token));
  const TimeS now = to_seconds(exchange->started);
  FS_CO_TRY(const auto grant,
            co_await store->write(store_id, [store_id, &request, &token_hash, now](store::Tx& tx) {
              return app::exchange_code(tx, store_id, request, token_hash, now);
            }));
  exchange->client_id = request.client_id;
  http::Response response;
  response.body = grant_body(grant, token, request.context);
  co_return response;
}

}  // namespace

bool is_token_path(std::string_view path) {
  if (path.ends_with('/')) path.remove_suffix(1);
  return path == kTokenRoute;
}

asio::awaitable<http::Response> exchange_token(store::Store* store, http::Exchange* exchange) {
  exchange->route = kTokenRoute;
  if (exchange->request.verb() != http::Verb::post) {
    auto response = refusal(405, "invalid_request", "send a POST");
    response.headers.push_back({"Allow", "POST"});
    co_return response;
  }
  auto answered = co_await answer(store, exchange);
  if (!answered) exchange->error_code = code_name(answered.error().code);
  http::Response response = answered ? *std::move(answered) : refusal(answered.error());
  // RFC 6749, 5.1
  response.headers.push_back({"Cache-Control", "no-store"});
  co_return response;
}

}  // namespace fieldstone::api
