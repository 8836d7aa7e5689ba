// Currencies of a store (V2; docs/contract/channels.md): one of them is the default.
#include "types/settings/currency.hpp"

#include <boost/json/array.hpp>

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kSides[] = {"left", "right"};
constexpr Field kCountry = text("", 2, 2);
constexpr Field kFields[] = {
    id(),
    flag("is_default").indexed(),
    text("country_iso2", 0, 2),
    list("default_for_country_codes", kCountry, 300),
    text("currency_code", 3, 3)
        .required()
        .refuses_change()
        .is_unique("The currency code is in use."),
    text("currency_exchange_rate", 1, 32).required(),
    flag("auto_update"),
    choice("token_location", kSides).required(),
    text("token", 1, 30).required(),
    text("decimal_token", 1, 1).required(),
    text("thousands_token", 1, 1).required(),
    integer("decimal_places", 0, 9).required(),
    text("name", 1, 50).required(),
    flag("enabled", true),
    flag("is_transactional"),
    flag("use_default_name"),
    modified("last_updated"),
};
constexpr Operation kOperations[] = {
    list("/v2/currencies"),
    create("/v2/currencies"),
    {.action = Action::remove_many, .path = "/v2/currencies", .status = 204, .needs_filter = false},
    get("/v2/currencies/{id}"),
    update("/v2/currencies/{id}"),
    remove("/v2/currencies/{id}"),
};

// CUR-1: there is one default. The one that becomes it takes the place; it can't be given up.
Status one_default(store::Tx&, const app::Context&, app::records::Change& change,
                   ItemErrors& errors) {
  const bool was = !change.creates() && change.before->at("is_default").as_bool();
  if (was && !change.after.at("is_default").as_bool())
    errors.add("is_default", "is_default can not be taken away: make another currency the default");
  return {};
}

Status displace(store::Tx& tx, const app::Context& context, const app::records::Change& change) {
  if (!change.changes("is_default") || !change.after.at("is_default").as_bool()) return {};
  store::RecordQuery query;
  query.require({kCurrency.find("is_default"), kEqual, {1}, {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kCurrency).all(query, 10));
  for (const store::RecordRow& row : rows) {
    if (row.id == change.id) continue;
    app::records::Record record = app::records::parsed(row);
    record.members["is_default"] = false;
    FS_TRY_STATUS(app::records::store_members(tx, context, kCurrency, record));
  }
  return {};
}

// CUR-2: the default stays.
Status default_stays(store::Tx&, const app::Context&, const app::records::Record& record) {
  if (!record.members.at("is_default").as_bool()) return {};
  return fail(Code::conflict, "CUR-2", "The default currency can not be deleted.");
}

bool is_default(const app::records::Object& members) { return members.at("is_default").as_bool(); }

constexpr app::records::Rules kRules{.judge = &one_default,
                                     .settle = &displace,
                                     .may_remove = &default_stays,
                                     .spares = &is_default};

constexpr Born kBorn[] = {
    {R"({"is_default":true,"country_iso2":"US","currency_code":"USD",)"
     R"("currency_exchange_rate":"1.0000000000","token_location":"left","token":"$",)"
     R"("decimal_token":".","thousands_token":",","decimal_places":2,)"
     R"("name":"US Dollar","is_transactional":true})"}};

}  // namespace

constexpr RecordType kCurrency{
    .name = "currency",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::information,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .rules = &kRules,
};

}  // namespace fieldstone::types
