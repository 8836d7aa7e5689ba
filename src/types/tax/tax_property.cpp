// Tax properties that a provider knows, and the values that products and customers have of them
// (docs/contract/tax.md).
#include "types/tax/tax_property.hpp"

#include "app/records/reads.hpp"
#include "types/catalog/product.hpp"
#include "types/customers/customer_there.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Change;
using app::records::Object;

constexpr std::string_view kOwners[] = {"PRODUCT", "CUSTOMER"};

constexpr Field kFields[] = {
    id().asked(kIn),
    text("code", 1, 255)
        .required()
        .is_unique("The code of the tax property is already in use")
        .cites("TAX-5"),
    text("display_name", 1, 255).required(),
    text("description", 0, 1'000),
    created("created_at"),
    modified("updated_at"),
    choice("type", kOwners).required().ignores_change().folded().asked(kIn),
};
constexpr Operation kOperations[] = {
    list("/v3/tax/properties"),
    create_many("/v3/tax/properties"),
    update_many("/v3/tax/properties"),
    remove_many("/v3/tax/properties"),
};

// TAX-6: what a product or a customer has a value of stays, under its code.
Status check_unused(store::Tx& tx, const app::Context& context, const std::string& code) {
  for (const RecordType* holder : {&kProductTax, &kCustomerTax}) {
    store::RecordQuery query;
    query.require({holder->find("codes"), kEqual, {}, {code}});
    FS_TRY(const auto holders,
           store::RecordRepo(tx, context.caller.store_id, *holder).count(query));
    if (holders > 0)
      return fail(Code::conflict, "TAX-6", "The tax property " + code + " is in use.");
  }
  return {};
}
Status may_rename(store::Tx& tx, const app::Context& context, Change& change, ItemErrors&) {
  if (change.creates() || !change.changes("code")) return {};
  return check_unused(tx, context, text_in(*change.before, "code"));
}
Status may_remove(store::Tx& tx, const app::Context& context, const app::records::Record& record) {
  return check_unused(tx, context, text_in(record.members, "code"));
}
constexpr app::records::Rules kRules{.judge = &may_rename, .may_remove = &may_remove};

// Values by their property's code. `codes` is what they are looked up by.
constexpr Field kValues =
    document("tax_properties").required().with([](Field& field) { field.nullable = false; });
constexpr Field kCodes = list("codes", kTexts).hidden().indexed();

void check_values(const Object& sent, app::records::Use, ItemErrors& errors) {
  const auto* values = sent.if_contains("tax_properties");
  if (values == nullptr) return;
  const auto* object = values->if_object();
  if (object == nullptr) {
    errors.add("tax_properties", "tax_properties must be an object");
    return;
  }
  constexpr std::size_t kLongest = 255;
  for (const auto& value : *object) {
    const std::string name = "tax_properties." + std::string(value.key());
    const auto* text = value.value().if_string();
    if (text == nullptr || text->size() > kLongest)
      errors.add(name, name + " must be text of 255 bytes at most");
  }
}

// TAX-7: values are added to those that are there, each of a property that is defined for its kind.
Status add_values(store::Tx& tx, const app::Context& context, Change& change, ItemErrors& errors,
                  std::string_view owner) {
  Object values;
  if (!change.creates()) values = change.before->at("tax_properties").as_object();
  for (const auto& value : change.sent.at("tax_properties").as_object()) {
    const std::string code(value.key());
    FS_TRY(const auto property,
           app::records::find_record_by(tx, context.caller.store_id, kTaxProperty, "code", code));
    if (!property || text_in(property->members, "type") != owner)
      errors.add("tax_properties." + code, "tax_properties." + code + " is not defined");
    values[value.key()] = value.value();
  }
  change.after["tax_properties"] = std::move(values);
  return {};
}
Status add_product_values(store::Tx& tx, const app::Context& context, Change& change,
                          ItemErrors& errors) {
  return add_values(tx, context, change, errors, "PRODUCT");
}
Status add_customer_values(store::Tx& tx, const app::Context& context, Change& change,
                           ItemErrors& errors) {
  FS_TRY_STATUS(require_customer(tx, context, change, errors));
  return add_values(tx, context, change, errors, "CUSTOMER");
}
Object codes_of(const Object& members) {
  boost::json::array codes;
  for (const auto& value : members.at("tax_properties").as_object())
    codes.emplace_back(value.key());
  return Object{{"codes", std::move(codes)}};
}

constexpr Field kProductFields[] = {parent_id("product_id").asked(kIn), kValues, kCodes};
constexpr Operation kProductOperations[] = {
    list("/v3/tax/products/properties"),
    upsert_many("/v3/tax/products/properties"),
    remove_many("/v3/tax/products/properties"),
};
constexpr app::records::Rules kProductRules{
    .check = &check_values, .judge = &add_product_values, .shadow = &codes_of};

constexpr Field kCustomerFields[] = {integer("customer_id", 1).required().is_unique("").asked(kIn),
                                     kValues, kCodes};
constexpr Operation kCustomerOperations[] = {
    list("/v3/tax/customers"),
    upsert_many("/v3/tax/customers"),
    remove_many("/v3/tax/customers"),
};
constexpr app::records::Rules kCustomerRules{
    .check = &check_values, .judge = &add_customer_values, .shadow = &codes_of};

}  // namespace

constexpr RecordType kTaxProperty{
    .name = "tax_property",
    .dates = Dates::offset,
    .scope = Scope::information,
    .fields = kFields,
    .operations = kOperations,
    .paging = Paging::none,
    .rules = &kRules,
    .title = "tax property",
};

constexpr RecordType kProductTax{
    .name = "product_tax",
    .scope = Scope::information,
    .fields = kProductFields,
    .operations = kProductOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .one_per_parent = true,
    .paging = Paging::none,
    .rules = &kProductRules,
};

constexpr RecordType kCustomerTax{
    .name = "customer_tax",
    .scope = Scope::information,
    .fields = kCustomerFields,
    .operations = kCustomerOperations,
    .ids = Identity::natural,
    .key = "customer_id",
    .paging = Paging::none,
    .rules = &kCustomerRules,
};

}  // namespace fieldstone::types
