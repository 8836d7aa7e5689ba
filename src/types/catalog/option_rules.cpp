#include "types/catalog/option_rules.hpp"

#include <boost/json/array.hpp>

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/modifier_rules.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/variant.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using app::records::Record;

// Where a variant names an option or a value: "option_id" or "id" of its option_values.
struct Mention {
  std::int64_t product_id;
  std::string_view member;
  std::int64_t id;
};

Object* mention_in(Object& variant, const Mention& mention) {
  for (auto& item : variant.at("option_values").as_array()) {
    Object& named = item.as_object();
    if (integer_in(named, mention.member) == mention.id) return &named;
  }
  return nullptr;
}

// PRD-11: variants that name what is gone go with it.
Status remove_mentioning(store::Tx& tx, const Context& context, const Mention& mention) {
  FS_TRY(auto variants,
         app::records::records_of(tx, context.caller.store_id, kVariant, mention.product_id));
  for (Record& variant : variants) {
    if (mention_in(variant.members, mention) == nullptr) continue;
    FS_TRY_STATUS(app::records::remove_record(tx, context, kVariant, variant));
  }
  return {};
}

// Variants show names as they are now.
Status rename_mentions(store::Tx& tx, const Context& context, const Mention& mention,
                       std::string_view member, const boost::json::value& name) {
  FS_TRY(auto variants,
         app::records::records_of(tx, context.caller.store_id, kVariant, mention.product_id));
  for (Record& variant : variants) {
    Object* named = mention_in(variant.members, mention);
    if (named == nullptr) continue;
    (*named)[member] = name;
    FS_TRY_STATUS(app::records::store_members(tx, context, kVariant, variant));
  }
  return {};
}

// PRD-9: names are unique over the store's options, made of the shown name and the id.
Status settle_option(store::Tx& tx, const Context& context, const Change& change) {
  const boost::json::value shown = change.after.at("display_name");
  if (change.creates()) {
    change.after["name"] = text_in(change.after, "display_name") +
                           std::to_string(context.now.value) + "-" +
                           std::to_string(change.parent_id);
    return app::records::store_members(tx, context, kOption,
                                       {change.id, change.parent_id, change.after});
  }
  if (!change.changes("display_name")) return {};
  return rename_mentions(tx, context, {change.parent_id, "option_id", change.id},
                         "option_display_name", shown);
}

Status option_left(store::Tx& tx, const Context& context, const Record& option) {
  return remove_mentioning(tx, context, {option.parent_id, "option_id", option.id});
}

Result<std::int64_t> product_of_value(store::Tx& tx, const Context& context,
                                      std::int64_t option_id) {
  FS_TRY(const auto option,
         app::records::find_record(tx, context.caller.store_id, kOption, option_id));
  return option ? option->parent_id : 0;
}

Status settle_value(store::Tx& tx, const Context& context, const Change& change) {
  if (change.creates() || !change.changes("label")) return {};
  FS_TRY(const auto product_id, product_of_value(tx, context, change.parent_id));
  return rename_mentions(tx, context, {product_id, "id", change.id}, "label",
                         change.after.at("label"));
}

Status value_left(store::Tx& tx, const Context& context, const Record& value) {
  FS_TRY(const auto product_id, product_of_value(tx, context, value.parent_id));
  return remove_mentioning(tx, context, {product_id, "id", value.id});
}

}  // namespace

constexpr app::records::Rules kOptionRules{.settle = &settle_option, .left = &option_left};
constexpr app::records::Rules kOptionValueRules{
    .settle = &settle_value, .left = &value_left, .shadow = &listed_product};

}  // namespace fieldstone::types
