#include "types/catalog/part_rules.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/product_parts.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using app::records::Record;
using app::records::Use;
using store::Tx;

Object pair_of(const Object& members) {
  Object shadow;
  shadow["pair"] = text_in(members, "name") + "\n" + text_in(members, "value");
  return shadow;
}

// Whether two rules speak of one quantity. 0 as the most means no end.
bool overlap(const Object& a, const Object& b) {
  const auto most = [](const Object& rule) {
    const std::int64_t max = integer_in(rule, "quantity_max");
    return max == 0 ? record::kInt32 : max;
  };
  return integer_in(a, "quantity_min") <= most(b) && integer_in(b, "quantity_min") <= most(a);
}

// PRD-13: quantities of a product's rules do not overlap, and all its rules are of one kind.
Status judge_bulk(Tx& tx, const Context& context, Change& change, ItemErrors& errors) {
  const std::int64_t most = integer_in(change.after, "quantity_max");
  if (most != 0 && integer_in(change.after, "quantity_min") > most)
    errors.add("quantity_max", "quantity_max must be 0 or not below quantity_min");
  FS_TRY(const auto others,
         app::records::records_of(tx, context.caller.store_id, kBulkPricingRule, change.parent_id));
  for (const Record& other : others) {
    if (other.id == change.id) continue;
    if (!overlap(change.after, other.members)) continue;
    const std::string message = "The quantities overlap with another rule's";
    return fail(Code::conflict, "PRD-13", message, {{"quantity_min", message}});
  }
  return {};
}

void check_image(const Object& sent, Use use, ItemErrors& errors) {
  if (use == Use::create && !sent.contains("image_url")) errors.missing("image_url");
}

// PRD-14: a product has one thumbnail, the first image unless another is named.
Status judge_image(Tx& tx, const Context& context, Change& change, ItemErrors&) {
  const auto url = change.after.contains("image_url") ? text_in(change.after, "image_url") : "";
  const bool anew = change.creates() || change.changes("image_url");
  for (const std::string_view name : {"url_zoom", "url_standard", "url_thumbnail", "url_tiny"}) {
    if (anew) change.after[name] = url;
  }
  if (!change.creates() || flag_in(change.after, "is_thumbnail")) return {};
  FS_TRY(const auto others,
         app::records::records_of(tx, context.caller.store_id, kProductImage, change.parent_id));
  change.after["is_thumbnail"] = others.empty();
  return {};
}

Status settle_image(Tx& tx, const Context& context, const Change& change) {
  if (!flag_in(change.after, "is_thumbnail") || !change.changes("is_thumbnail")) return {};
  FS_TRY(auto others,
         app::records::records_of(tx, context.caller.store_id, kProductImage, change.parent_id));
  for (Record& other : others) {
    if (other.id == change.id || !flag_in(other.members, "is_thumbnail")) continue;
    other.members["is_thumbnail"] = false;
    FS_TRY_STATUS(app::records::store_members(tx, context, kProductImage, other));
  }
  return {};
}

Status image_left(Tx& tx, const Context& context, const Record& image) {
  if (!flag_in(image.members, "is_thumbnail")) return {};
  FS_TRY(auto others,
         app::records::records_of(tx, context.caller.store_id, kProductImage, image.parent_id));
  if (others.empty()) return {};
  others.front().members["is_thumbnail"] = true;
  return app::records::store_members(tx, context, kProductImage, others.front());
}

}  // namespace

constexpr app::records::Rules kCustomFieldRules{.shadow = &pair_of};
constexpr app::records::Rules kBulkPricingRules{.judge = &judge_bulk};
constexpr app::records::Rules kProductImageRules{
    .check = &check_image,
    .judge = &judge_image,
    .settle = &settle_image,
    .left = &image_left,
};

}  // namespace fieldstone::types
