// Wire side of consent: bare objects (CU-130 … CU-132, HTTP-26).
#include "app/consent.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "base/timestamp.hpp"

namespace fieldstone::api {
namespace {

Result<app::CustomerPath> decode_path(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return app::CustomerPath{CustomerId{id}};
}

Result<app::WriteConsent> decode_write(const Call& call) {
  FS_TRY(const auto path, decode_path(call));
  FS_TRY(const auto* object, root_object(*call.body));
  return app::WriteConsent{path.customer_id,
                           {texts_member(*object, "allow"), texts_member(*object, "deny")}};
}

void write_kinds(JsonWriter& out, ConsentKinds kinds) {
  out.begin_array();
  for (const ConsentKind& kind : kConsentKinds) {
    if ((kinds & kind.bit) != 0) out.string(kind.name);
  }
  out.end_array();
}

http::Response encode_consent(const Call&, const Consent& consent) {
  JsonWriter out;
  out.begin_object().key("allow");
  write_kinds(out, consent.allow);
  out.key("deny");
  write_kinds(out, consent.deny);
  out.key("updated_at").string(TimestampText(consent.updated_at, TimestampText::Suffix::zulu));
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr std::string_view kPath = "/v3/customers/{customerId}/consent";

constexpr Endpoint kConsentEndpoints[] = {
    read<decode_path, app::get_consent, encode_consent>(kPath, Scope::customers, kFamily),
    sized(kSmallBodyBytes,
          write<decode_write, app::set_consent, encode_consent>(
              http::Verb::put, kPath, Scope::customers, kFamily, BodyRule::required)),
};

}  // namespace

std::span<const Endpoint> consent_endpoints() { return kConsentEndpoints; }

}  // namespace fieldstone::api
