// The two V2 probes (HTTP-180 … HTTP-182): bare objects, no envelope.
#include <string>

#include "api/endpoints.hpp"
#include "api/wire/json_write.hpp"
#include "core/country.hpp"
#include "types/members.hpp"
#include "types/settings/store_information.hpp"

namespace fieldstone::api {
namespace {

struct Nothing {};

Result<Nothing> decode_nothing(const Call&) { return Nothing{}; }

Result<TimeS> use_time(store::Tx&, const app::Context& context, const Nothing&) {
  return context.now;
}
Result<types::StoreInformation> use_store(store::Tx& tx, const app::Context& context,
                                          const Nothing&) {
  return types::get_store_information(tx, context);
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

// A member of the settings under the name that it has here.
void write_member(JsonWriter& out, std::string_view name, const boost::json::object& from,
                  std::string_view member) {
  out.key(name).string(types::view_in(from, member));
}

void write_locale(JsonWriter& out, const types::StoreInformation& store) {
  const boost::json::object& currency = store.currency;
  const boost::json::object& units = store.units;
  write_member(out, "language", store.locale, "default_shopper_language");
  write_member(out, "currency", currency, "currency_code");
  write_member(out, "currency_symbol", currency, "token");
  write_member(out, "decimal_separator", currency, "decimal_token");
  write_member(out, "thousands_separator", currency, "thousands_token");
  out.key("decimal_places").integer(types::integer_in(currency, "decimal_places"));
  write_member(out, "currency_symbol_location", currency, "token_location");
  write_member(out, "weight_units", units, "weight_measurement");
  write_member(out, "dimension_units", units, "length_measurement");
  out.key("dimension_decimal_places").integer(types::integer_in(units, "decimal_places"));
  write_member(out, "dimension_decimal_token", units, "decimal_token");
  write_member(out, "dimension_thousands_token", units, "thousands_token");
}

// Members that describe the person behind a store, whom Fieldstone does not know, are there and
// empty: clients read them without looking.
void write_profile(JsonWriter& out, const types::StoreInformation& store) {
  const std::string_view name = types::view_in(store.profile, "store_name");
  out.key("name").string(name.empty() ? std::string_view(store.hash) : name);
  out.key("first_name").string("").key("last_name").string("");
  write_member(out, "address", store.profile, "store_address");
  const std::string_view country = types::view_in(store.locale, "store_country");
  out.key("country").string(country).key("country_code").string(country_code_of(country));
  out.key("infrastructure_region").string("");
  write_member(out, "phone", store.profile, "store_phone");
  write_member(out, "admin_email", store.profile, "store_email");
  write_member(out, "order_email", store.profile, "store_email");
  write_member(out, "favicon_url", store.logo, "favicon_url");
}

void write_features(JsonWriter& out, const types::StoreInformation& store) {
  const auto no = [&out](std::string_view name) { out.key(name).boolean(false); };
  out.key("features").begin_object();
  no("stencil_enabled");
  out.key("sitewidehttps_enabled").boolean(true);
  out.key("facebook_catalog_id").string("").key("checkout_type").string("optimized");
  no("wishlists_enabled");
  no("graphql_storefront_api_enabled");
  no("shopper_consent_tracking_enabled");
  out.key("multi_storefront_enabled").boolean(store.storefronts > 1);
  out.key("storefront_limits").begin_object().key("active").integer(store.active_storefronts);
  out.key("total_including_inactive").integer(store.storefronts).end_object().end_object();
}

http::Response encode_store(const Call&, const types::StoreInformation& store) {
  JsonWriter out;
  out.begin_object().key("id").string(store.hash).key("store_id").integer(store.id.value);
  out.key("account_uuid").string(store.account_uuid);
  const std::string domain = store.hash + ".localhost";
  out.key("domain").string(domain).key("secure_url").string("https://" + domain);
  out.key("control_panel_base_url").string("https://" + domain).key("status").string("live");
  write_profile(out, store);
  write_timezone(out);
  write_locale(out, store);
  out.key("plan_name").string("Fieldstone").key("plan_level").string("");
  out.key("plan_is_trial").boolean(false);
  out.key("industry").string("").key("logo").begin_array().end_array();
  out.key("is_price_entered_with_tax")
      .boolean(types::flag_in(store.tax, "tax_entered_with_prices"));
  out.key("default_channel_id").integer(1).key("default_site_id").integer(1);
  out.key("active_comparison_modules").begin_array().end_array();
  write_features(out, store);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr Endpoint kProbeEndpoints[] = {
    read<decode_nothing, use_time, encode_time>("/v2/time", Scope::none, ErrorFamily::v2),
    read<decode_nothing, use_store, encode_store>("/v2/store", Scope::information, ErrorFamily::v2),
};

}  // namespace

std::span<const Endpoint> probe_endpoints() { return kProbeEndpoints; }

}  // namespace fieldstone::api
