#include "types/marketing/coupon.hpp"

#include <algorithm>

#include "app/records/values.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kCouponTypes[] = {"per_item_discount",   "per_total_discount",
                                             "shipping_discount",   "free_shipping",
                                             "percentage_discount", "promotion"};
constexpr std::string_view kEntities[] = {"products", "categories"};
constexpr Field kTargetFields[] = {
    choice("entity", kEntities).required(),
    list("ids", kIds, 1'000).required(),
};

constexpr Field kFields[] = {
    id().asked(kEqual | kIn | kMin | kMax),
    text("name", 1, 100)
        .required()
        .asked(kEqual)
        .is_unique("The coupon name is already in use.")
        .cites("MKT-4"),
    choice("type", kCouponTypes).required().asked(kEqual),
    money("amount").required(),
    money("min_purchase").otherwise("\"0.0000\""),
    date("expires").otherwise("\"\""),
    flag("enabled", true),
    text("code", 1, 50)
        .required()
        .folded()
        .asked(kEqual)
        .is_unique("The coupon code is already in use.")
        .cites("MKT-4"),
    object("applies_to", kTargetFields).required(),
    integer("num_uses", 0).read_only(),
    integer("max_uses", 0),
    integer("max_uses_per_customer", 0),
    document("restricted_to").otherwise("{}"),
    list("shipping_methods", kTexts),
    created(),
};
constexpr Operation kOperations[] = {
    list("/v2/coupons"),
    create("/v2/coupons", 201),
    {.action = Action::remove_many, .path = "/v2/coupons", .status = 204, .needs_filter = false},
    count("/v2/coupons/count"),
    update("/v2/coupons/{id}"),
    remove("/v2/coupons/{id}"),
};

bool is_code(std::string_view code) {
  return std::all_of(code.begin(), code.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == ' ';
  });
}

// MKT-5, MKT-6.
void check(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  if (!is_code(text_in(sent, "code")))
    errors.add("code", "code may have letters, digits, blanks, underscores and hyphens alone");
  if (text_in(sent, "type") == "promotion")
    errors.add("type", "type must not be promotion: such coupons come with promotions");
  const auto* where = sent.if_contains("restricted_to");
  if (where != nullptr && !where->is_object())
    errors.add("restricted_to", "restricted_to must be an object");
}

// MKT-6: no more than everything. MKT-7: a PUT without targets clears them.
Status judge(store::Tx&, const app::Context&, app::records::Change& change, ItemErrors& errors) {
  constexpr std::int64_t kWhole = 1'000'000;  // ten-thousandths of a percent
  if (text_in(change.after, "type") == "percentage_discount" &&
      amount_in(change.after, "amount") > kWhole)
    errors.add("amount", "amount must not be more than 100 for a percentage");
  if (!change.creates() && !change.sends("applies_to"))
    change.after["applies_to"] = boost::json::object();
  if (is_null_in(change.after, "expires")) change.after["expires"] = "";
  return {};
}

// MKT-8.
Status ask_other_type(std::string_view name, std::string_view value, store::RecordQuery& query) {
  if (std::find(std::begin(kCouponTypes), std::end(kCouponTypes), value) ==
      std::end(kCouponTypes)) {
    return fail(Code::invalid_parameter, "HTTP-86", {},
                {{std::string(name), std::string(name) + " must be a type of coupons"}});
  }
  query.require({kCoupon.find("type"), kNot, {}, {std::string(value)}});
  return {};
}

constexpr std::string_view kAsks[] = {"exclude_type"};
constexpr app::records::Rules kRules{
    .check = &check, .judge = &judge, .asks = kAsks, .ask = &ask_other_type};

}  // namespace

constexpr RecordType kCoupon{
    .name = "coupon",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::marketing,
    .fields = kFields,
    .operations = kOperations,
    .rules = &kRules,
};

}  // namespace fieldstone::types
