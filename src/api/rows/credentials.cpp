// POST /customers/validate-credentials (CU-170 … CU-173).
#include "app/credentials.hpp"

#include <string>

#include "api/endpoints.hpp"
#include "api/gate/attempt_limiter.hpp"
#include "api/gate/passwords.hpp"
#include "api/plain_read.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "base/utf8.hpp"
#include "core/item_errors.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

// Longer than any password can be (CU-13), short enough to cost nothing.
constexpr std::size_t kMaxTriedPasswordCodePoints = 1'000;

struct Attempt {
  app::FindLogin login;
  std::string_view password;
};

Result<Attempt> decode_attempt(const Call& call) {
  FS_TRY(const auto* object, root_object(*call.body));
  const TextInput email = text_member(*object, "email");
  const TextInput password = text_member(*object, "password");
  const IntegerInput channel = integer_member(*object, "channel_id");
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  errors.text("email", email, {0, kMaxEmailCodePointsPut}, Presence::required);
  errors.text("password", password, {0, kMaxTriedPasswordCodePoints}, Presence::required);
  errors.integer("channel_id", channel, 1);
  if (!broken.empty()) return fail(Code::validation, "CU-170", {}, std::move(broken));
  return Attempt{{email.value, channel.has_value() ? channel.value : 1}, password.value};
}

http::Response verdict(std::optional<CustomerId> customer) {
  JsonWriter out;
  out.begin_object().key("is_valid").boolean(customer.has_value()).key("customer_id");
  if (customer) {
    out.integer(customer->value);
  } else {
    out.null();
  }
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

asio::awaitable<Result<http::Response>> validate_credentials(const Services* services,
                                                             const Call* call) {
  FS_CO_TRY(const Attempt attempt, decode_attempt(*call));
  if (const auto wait =
          services->logins.refuse(call->context.caller.store_id, fold_case(attempt.login.email),
                                  AttemptLimiter::Clock::now())) {
    co_return too_many_attempts(*wait);
  }
  const auto find = [call, &attempt](store::Tx& tx) {
    return app::find_login(tx, call->context, attempt.login);
  };
  FS_CO_TRY(auto login, co_await plain_read(services, call, find));
  std::string password(attempt.password);
  FS_CO_TRY(const bool right, co_await services->passwords.matches(call->context.caller.store_id,
                                                                   std::move(login.password_hash),
                                                                   std::move(password)));
  co_return verdict(right ? std::optional(login.customer_id) : std::nullopt);
}

constexpr Endpoint kCredentialEndpoints[] = {
    {http::Verb::post, "/v3/customers/validate-credentials", Scope::customers, Access::modify,
     ErrorFamily::customers, BodyRule::required, nullptr, &validate_credentials, kSmallBodyBytes},
};

}  // namespace

std::span<const Endpoint> credential_endpoints() { return kCredentialEndpoints; }

}  // namespace fieldstone::api
