// The two V2 probes (HTTP-180 … HTTP-182): bare objects, no envelope.
#include <string>

#include "api/endpoints.hpp"
#include "api/wire/json_write.hpp"
#include "app/probes.hpp"

namespace fieldstone::api {
namespace {

struct Nothing {};

Result<Nothing> decode_nothing(const Call&) { return Nothing{}; }

Result<TimeS> use_time(store::Tx&, const app::Context& context, const Nothing&) {
  return context.now;
}
Result<app::StoreProfile> use_store(store::Tx& tx, const app::Context& context, const Nothing&) {
  return app::get_store_profile(tx, context);
}

http::Response encode_time(const Call&, const TimeS& now) {
  JsonWriter out;
  out.begin_object().key("time").integer(now.value).end_object();
  return {.body = out.take(), .headers = {}};
}

void write_timezone(JsonWriter& out) {
  out.key("timezone").begin_object();
  out.key("name").string("Etc/UTC").key("raw_offset").integer(0).key("dst_offset").integer(0);
  out.key("dst_correction").boolean(false);
  out.key("date_format").begin_object();
  out.key("display").string("M jS Y").key("export").string("M jS Y");
  out.key("extended_display").string("M jS Y @ g:i A").end_object().end_object();
}

void write_locale(JsonWriter& out) {
  out.key("language").string("en").key("currency").string("USD").key("currency_symbol").string("$");
  out.key("decimal_separator").string(".").key("thousands_separator").string(",");
  out.key("decimal_places").integer(2).key("currency_symbol_location").string("left");
  out.key("weight_units").string("KGS").key("dimension_units").string("Centimeters");
  out.key("dimension_decimal_places").integer(2).key("dimension_decimal_token").string(".");
  out.key("dimension_thousands_token").string(",");
}

// Members that describe a merchant, whom Fieldstone does not know, are there and empty: clients
// read them without looking.
http::Response encode_store(const Call&, const app::StoreProfile& profile) {
  JsonWriter out;
  out.begin_object().key("id").string(profile.hash).key("store_id").integer(profile.id.value);
  out.key("account_uuid").string(profile.account_uuid);
  const std::string domain = profile.hash + ".localhost";
  out.key("domain").string(domain).key("secure_url").string("https://" + domain);
  out.key("control_panel_base_url").string("https://" + domain).key("status").string("live");
  out.key("name").string(profile.hash);
  for (const std::string_view member : {"first_name", "last_name", "address", "country",
                                        "country_code", "phone", "admin_email", "order_email"}) {
    out.key(member).string("");
  }
  write_timezone(out);
  write_locale(out);
  out.key("plan_name")
      .string("Fieldstone")
      .key("plan_level")
      .string("")
      .key("plan_is_trial")
      .boolean(false);
  out.key("industry").string("").key("logo").begin_array().end_array();
  out.key("is_price_entered_with_tax").boolean(false);
  out.key("default_channel_id").integer(1).key("default_site_id").integer(1);
  out.key("active_comparison_modules").begin_array().end_array();
  out.key("features").begin_object();
  out.key("stencil_enabled").boolean(false).key("sitewidehttps_enabled").boolean(true);
  out.key("facebook_catalog_id").string("").key("checkout_type").string("optimized");
  out.key("wishlists_enabled").boolean(false).key("graphql_storefront_api_enabled").boolean(false);
  out.key("shopper_consent_tracking_enabled")
      .boolean(false)
      .key("multi_storefront_enabled")
      .boolean(false);
  out.end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr Endpoint kProbeEndpoints[] = {
    read<decode_nothing, use_time, encode_time>("/v2/time", Scope::none, ErrorFamily::v2),
    read<decode_nothing, use_store, encode_store>("/v2/store", Scope::information, ErrorFamily::v2),
};

}  // namespace

std::span<const Endpoint> probe_endpoints() { return kProbeEndpoints; }

}  // namespace fieldstone::api
