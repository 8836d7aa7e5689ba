#include "cli/callback.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "api/wire/json_write.hpp"
#include "auth/signed_payload.hpp"

namespace fieldstone::cli {

namespace asio = boost::asio;

namespace {

constexpr std::int64_t kPayloadLifetimeS = 86'400;

void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
}

void write_user(api::JsonWriter& out, const StoreUser& user) {
  out.key("id").integer(user.id).key("email").string(user.email);
}

void write_people(api::JsonWriter& out, const Occasion& occasion) {
  out.key("user").begin_object();
  write_user(out, occasion.user);
  out.key("locale").string("en-US").end_object().key("owner").begin_object();
  write_user(out, occasion.owner);
  out.end_object();
}

std::string claims_of(const App& app, const Occasion& occasion, const std::string& jti, TimeS now) {
  api::JsonWriter out;
  out.begin_object().key("aud").string(app.client_id).key("iss").string("bc");
  out.key("iat").integer(now.value).key("nbf").integer(now.value);
  out.key("exp").integer(now.value + kPayloadLifetimeS).key("jti").string(jti);
  out.key("sub").string("stores/" + occasion.store_hash);
  write_people(out, occasion);
  out.key("url").string(occasion.deep_link).key("channel_id");
  if (occasion.channel_id) {
    out.integer(*occasion.channel_id);
  } else {
    out.null();
  }
  out.end_object();
  return out.take();
}

std::string older_payload(const Occasion& occasion, TimeS now) {
  api::JsonWriter out;
  out.begin_object();
  write_people(out, occasion);
  out.key("context").string("stores/" + occasion.store_hash);
  out.key("store_hash").string(occasion.store_hash);
  out.key("timestamp").integer(now.value).end_object();
  return out.take();
}

asio::awaitable<void> send(http::Client* client, const http::OutgoingCall* call,
                           http::CallResult* result) {
  *result = co_await client->send(call);
}

}  // namespace

std::string with_query(std::string_view url, const Query& more) {
  const std::string_view fragment_free = url.substr(0, url.find('#'));
  std::string text(fragment_free);
  char between = fragment_free.find('?') == std::string_view::npos ? '?' : '&';
  for (const auto& [name, value] : more) {
    text += between;
    text += name;
    text += '=';
    append_encoded(text, value);
    between = '&';
  }
  return text;
}

Query auth_query(const App& app, const std::string& store_hash, const std::string& code) {
  return {{"account_uuid", app.account_uuid},
          {"code", code},
          {"context", "stores/" + store_hash},
          {"scope", app.scopes}};
}

Query signed_query(const App& app, const Occasion& occasion, const std::string& secret,
                   Random& random, TimeS now) {
  const std::string jti = auth::make_uuid(random);
  return {{"signed_payload", auth::sign_payload(secret, older_payload(occasion, now))},
          {"signed_payload_jwt", auth::sign_jwt(secret, claims_of(app, occasion, jti, now))}};
}

Result<http::CallResult> call_app(const std::string& url, const CallOptions& options) {
  asio::io_context context;
  http::ClientOptions settings;
  settings.timeout = options.timeout;
  settings.ca_file = options.ca_file;
  settings.private_destinations = http::PrivateDestinations::allowed;
  FS_TRY(const auto client, http::Client::make(context, settings));
  http::OutgoingCall call;
  call.verb = http::Verb::get;
  call.url = url;
  call.headers = {{"Accept", "text/html,application/json;q=0.9,*/*;q=0.8"},
                  {"User-Agent", "Fieldstone-Control-Panel/1"},
                  {"Referer", "https://login.bigcommerce.com/"}};
  http::CallResult result;
  asio::co_spawn(context, send(client.get(), &call, &result), [](std::exception_ptr) {});
  context.run();
  return result;
}

}  // namespace fieldstone::cli
