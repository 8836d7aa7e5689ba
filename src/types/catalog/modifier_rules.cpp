#include "types/catalog/modifier_rules.hpp"

#include <boost/json/array.hpp>

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/modifier.hpp"
#include "types/catalog/variant.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using store::Tx;

// PRD-9: the inner name, made of the shown one.
Status settle_modifier(Tx& tx, const Context& context, const Change& change) {
  if (!change.creates()) return {};
  change.after["name"] = text_in(change.after, "display_name") + std::to_string(context.now.value) +
                         "-" + std::to_string(change.parent_id);
  return app::records::store_members(tx, context, kModifier,
                                     {change.id, change.parent_id, change.after});
}

// Whether a record is there below that parent. 0: nothing is named.
Result<bool> lies_below(Tx& tx, const Context& context, const record::RecordType& type,
                        std::int64_t id, std::int64_t parent_id) {
  if (id == 0) return true;
  FS_TRY(const auto record, app::records::find_record(tx, context.caller.store_id, type, id));
  return record.has_value() && record->parent_id == parent_id;
}

// PRD-15: conditions name the product's own modifiers, their values, and its variants.
Status judge_condition(Tx& tx, const Context& context, const Change& change, const Object& item,
                       const std::string& path, ItemErrors& errors) {
  const std::int64_t modifier = integer_in(item, "modifier_id");
  const std::int64_t value = integer_in(item, "modifier_value_id");
  const std::int64_t variant = integer_in(item, "variant_id");
  const auto check = [&](const record::RecordType& type, std::string_view member, std::int64_t id,
                         std::int64_t parent_id) -> Status {
    FS_TRY(const bool there, lies_below(tx, context, type, id, parent_id));
    const std::string name = path + "." + std::string(member);
    if (!there) errors.add(name, name + " does not exist");
    return {};
  };
  FS_TRY_STATUS(check(kModifier, "modifier_id", modifier, change.parent_id));
  FS_TRY_STATUS(check(kModifierValue, "modifier_value_id", value, modifier));
  FS_TRY_STATUS(check(kVariant, "variant_id", variant, change.parent_id));
  if (modifier == 0 && value == 0 && variant == 0)
    errors.add(path, path + " must name a modifier value or a variant");
  return {};
}

Status judge_rule(Tx& tx, const Context& context, Change& change, ItemErrors& errors) {
  if (!change.sends("conditions")) return {};
  boost::json::array& items = change.after.at("conditions").as_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    FS_TRY_STATUS(judge_condition(tx, context, change, items[i].as_object(),
                                  "conditions." + std::to_string(i), errors));
  }
  return {};
}

// Conditions show their own place and their rule's id.
Status settle_rule(Tx& tx, const Context& context, const Change& change) {
  if (!change.sends("conditions")) return {};
  boost::json::array& items = change.after.at("conditions").as_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    Object& item = items[i].as_object();
    item["id"] = static_cast<std::int64_t>(i + 1);
    item["rule_id"] = change.id;
    item["combination_id"] = 0;
  }
  return app::records::store_members(tx, context, kComplexRule,
                                     {change.id, change.parent_id, change.after});
}

}  // namespace

app::records::Object listed_product(const Object& value) {
  const auto* data = value.at("value_data").if_object();
  Object shadow;
  if (data != nullptr) shadow["listed_product"] = integer_in(*data, "product_id");
  return shadow;
}

constexpr app::records::Rules kModifierValueRules{.shadow = &listed_product};
constexpr app::records::Rules kModifierRules{.settle = &settle_modifier};
constexpr app::records::Rules kComplexRuleRules{.judge = &judge_rule, .settle = &settle_rule};

}  // namespace fieldstone::types
