// Tax zones: which shoppers are taxed alike (docs/contract/tax.md).
#include "types/tax/tax_zone.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "core/country.hpp"
#include "types/members.hpp"
#include "types/tax/tax_rate.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kSubdivision = text("", 1, 3);
constexpr Field kPostalCode = text("", 1, 32);
constexpr Field kLocationFields[] = {
    text("country_code", 2, 2).required(),
    list("subdivision_codes", kSubdivision, 1'000),
    list("postal_codes", kPostalCode, 10'000),
};
constexpr Field kTargetFields[] = {
    objects("locations", kLocationFields, 1'000).required(),
    list("customer_groups", kIds),
};
constexpr Field kDisplayFields[] = {
    flag("show_inclusive").required(),
    flag("show_both_on_detail_view"),
    flag("show_both_on_list_view"),
};
constexpr Field kFields[] = {
    id().asked(kIn),
    text("name", 1, 255).required(),
    flag("enabled", true),
    object("price_display_settings", kDisplayFields).merging(),
    object("shopper_target_settings", kTargetFields).merging(),
};
constexpr Operation kOperations[] = {
    list("/v3/tax/zones"),
    create_many("/v3/tax/zones"),
    update_many("/v3/tax/zones"),
    remove_many("/v3/tax/zones"),
};

// TAX-2: countries are those of ISO 3166-1.
void know_countries(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  const auto* target = sent.if_contains("shopper_target_settings");
  const auto* places = target == nullptr ? nullptr : target->as_object().if_contains("locations");
  if (places == nullptr) return;
  std::size_t at = 0;
  for (const auto& place : places->as_array()) {
    const std::string name =
        "shopper_target_settings.locations." + std::to_string(at++) + ".country_code";
    const std::string code = text_in(place.as_object(), "country_code");
    if (!code.empty() && country_name(code).empty())
      errors.add(name, name + " must be a country code of ISO 3166-1");
  }
}

// TAX-1: the default zone is for everybody who matches no other, so that it has no target and is
// always there.
Status keep_default(store::Tx&, const app::Context&, app::records::Change& change,
                    ItemErrors& errors) {
  if (change.id != kDefaultTaxZone) return {};
  if (change.changes("shopper_target_settings"))
    errors.add("shopper_target_settings",
               "shopper_target_settings can not be set for the default tax zone");
  if (!change.after.at("enabled").as_bool())
    errors.add("enabled", "the default tax zone can not be disabled");
  return {};
}
Status default_stays(store::Tx&, const app::Context&, const app::records::Record& zone) {
  if (zone.id != kDefaultTaxZone) return {};
  return fail(Code::conflict, "TAX-1", "The default tax zone can not be deleted.");
}

// Its rates go with it.
Status take_rates(store::Tx& tx, const app::Context& context, const app::records::Record& zone) {
  store::RecordQuery query;
  query.require({kTaxRate.find("tax_zone_id"), kEqual, {zone.id}, {}});
  return app::records::remove_records_where(tx, context, kTaxRate, query);
}

constexpr app::records::Rules kRules{.check = &know_countries,
                                     .judge = &keep_default,
                                     .may_remove = &default_stays,
                                     .removed = &take_rates};

constexpr Born kBorn[] = {{.json = R"({"name":"Default Tax Zone"})"}};

}  // namespace

constexpr RecordType kTaxZone{
    .name = "tax_zone",
    .scope = Scope::information,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .paging = Paging::none,
    .rules = &kRules,
    .title = "tax zone",
};

}  // namespace fieldstone::types
