// Reviews of a product: approved ones count in its rating (docs/contract/products.md).
#include "types/catalog/review.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/product.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::Context;
using app::records::Record;

constexpr std::string_view kStates[] = {"pending", "approved", "disapproved"};

constexpr Field kFields[] = {
    text("title", 0, 255).required(),
    text("text"),
    choice("status", kStates).otherwise("\"pending\""),
    integer("rating", 0, 5),
    text("email", 0, 255),
    text("name", 0, 255),
    date("date_reviewed").with([](Field& f) {
      f.writable = Writable::required;
      f.nullable = false;
      f.fallback = "";
    }),
    id(),
    created(),
    modified(),
    flag("approved").hidden().asked(kEqual).called("status").without_index(),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/products/{product_id}/reviews"),
    create("/v3/catalog/products/{product_id}/reviews"),
    get("/v3/catalog/products/{product_id}/reviews/{review_id}"),
    update("/v3/catalog/products/{product_id}/reviews/{review_id}"),
    remove("/v3/catalog/products/{product_id}/reviews/{review_id}"),
};

app::records::Object shadow(const app::records::Object& members) {
  app::records::Object made;
  made["approved"] = text_in(members, "status") == "approved";
  return made;
}

std::int64_t counted(const app::records::Object* review) {
  return review != nullptr && text_in(*review, "status") == "approved" ? 1 : 0;
}
std::int64_t stars(const app::records::Object* review) {
  return counted(review) * (review == nullptr ? 0 : integer_in(*review, "rating"));
}

// PRD-16: a product's rating is the sum over its approved reviews.
Status rate(store::Tx& tx, const Context& context, std::int64_t product_id,
            const app::records::Object* before, const app::records::Object* after) {
  const std::int64_t count = counted(after) - counted(before);
  const std::int64_t sum = stars(after) - stars(before);
  if (count == 0 && sum == 0) return {};
  FS_TRY(auto product,
         app::records::find_record(tx, context.caller.store_id, kProduct, product_id));
  if (!product) return fail(Code::not_found, "HTTP-64");
  const auto add = [&product](std::string_view name, std::int64_t difference) {
    const std::int64_t now = integer_in(product->members, name) + difference;
    product->members[name] = now < 0 ? 0 : now;
  };
  add("reviews_count", count);
  add("reviews_rating_sum", sum);
  return app::records::store_members(tx, context, kProduct, *product);
}

Status settle(store::Tx& tx, const Context& context, const app::records::Change& change) {
  return rate(tx, context, change.parent_id, change.before, &change.after);
}

Status left(store::Tx& tx, const Context& context, const Record& review) {
  return rate(tx, context, review.parent_id, &review.members, nullptr);
}

constexpr app::records::Rules kRules{.settle = &settle, .left = &left, .shadow = &shadow};

}  // namespace

constexpr RecordType kReview{
    .name = "product_review",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .selects_fields = true,
    .rules = &kRules,
    .title = "review",
};

}  // namespace fieldstone::types
