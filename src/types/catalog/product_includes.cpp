#include "types/catalog/product_includes.hpp"

#include <map>

#include "app/records/reads.hpp"
#include "json/write.hpp"
#include "types/catalog/modifier.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/product_parts.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Answer;
using app::records::Record;

constexpr std::int64_t kMost = 100'000;

Status include_image(store::Tx& tx, const app::Context& context, std::span<Answer> answers) {
  store::RecordQuery query;
  query.parents.emplace();
  for (const Answer& answer : answers) query.parents->push_back(answer.id());
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kProductImage).all(query, kMost));
  std::map<std::int64_t, std::string> images;
  for (const store::RecordRow& row : rows) {
    if (flag_in(app::records::parsed(row).members, "is_thumbnail")) images[row.parent_id] = row.doc;
  }
  for (Answer& answer : answers) {
    const auto image = images.find(answer.id());
    answer.add("primary_image", image == images.end() ? "null" : image->second);
  }
  return {};
}

// The values of the whole store that list a product.
Status find_relations(store::Tx& tx, const app::Context& context, bool of_modifiers,
                      std::map<std::int64_t, std::string>& found) {
  const record::RecordType& values = of_modifiers ? kModifierValue : kOptionValue;
  const record::RecordType& owners = of_modifiers ? kModifier : kOption;
  store::RecordQuery query;
  query.require({values.find("listed_product"), record::kIn, {}, {}});
  for (const auto& [product_id, text] : found)
    query.conditions.front().front().integers.push_back(product_id);
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, values).all(query, kMost));
  for (const store::RecordRow& row : rows) {
    const Record value = app::records::parsed(row);
    FS_TRY(const auto owner,
           app::records::find_record(tx, context.caller.store_id, owners, value.parent_id));
    if (!owner) continue;
    boost::json::object relation;
    relation["type"] = of_modifiers ? "modifier" : "variant_option";
    relation["product_id"] = owner->parent_id;
    relation["attribute_id"] = owner->id;
    const auto* data = value.members.at("value_data").if_object();
    std::string& text = found[data == nullptr ? 0 : integer_in(*data, "product_id")];
    text += (text.empty() ? "" : ",") + json::to_text(relation);
  }
  return {};
}

}  // namespace

Status include_in_products(store::Tx& tx, const app::Context& context, std::string_view name,
                           std::span<Answer> answers) {
  if (name == "primary_image") return include_image(tx, context, answers);
  std::map<std::int64_t, std::string> found;
  for (const Answer& answer : answers) found[answer.id()];
  FS_TRY_STATUS(find_relations(tx, context, false, found));
  FS_TRY_STATUS(find_relations(tx, context, true, found));
  for (Answer& answer : answers) answer.add(name, "[" + found[answer.id()] + "]");
  return {};
}

}  // namespace fieldstone::types
