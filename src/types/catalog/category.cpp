// Categories: a forest below the trees of a store (docs/contract/catalog.md).
#include "types/catalog/category.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "base/utf8.hpp"
#include "types/catalog/category_tree.hpp"
#include "types/catalog/custom_url.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Change;
using app::records::Record;

constexpr std::string_view kSorts[] = {"use_store_settings",  "featured",  "newest",
                                       "best_selling",        "alpha_asc", "alpha_desc",
                                       "avg_customer_review", "price_asc", "price_desc"};

constexpr Field kFields[] = {
    id().asked(kAnyInteger | kSort),
    integer("parent_id", 0)
        .required()
        .refers_to(kCategory)
        .asked(kEqual | kIn | kMin | kMax | kGreater | kLess | kSort),
    text("name", 1, 50).required().folded().asked(kEqual | kLike | kSort),
    text("description"),
    integer("views", 0),
    integer("sort_order").asked(kSort),
    text("page_title", 0, 255).folded().asked(kEqual | kLike),
    list("meta_keywords", kTexts),
    text("meta_description"),
    text("layout_file", 0, 500).otherwise("\"category.html\""),
    text("image_url"),
    flag("is_visible", true).asked(kEqual).without_index(),
    text("search_keywords", 0, 255),
    choice("default_product_sort", kSorts).otherwise("\"use_store_settings\""),
    kCustomUrl,
    // Of creates in /v3/catalog/trees/categories: where nothing is above the category.
    integer("tree_id", 1).hidden(),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/categories"),
    create("/v3/catalog/categories"),
    remove_many("/v3/catalog/categories"),
    get("/v3/catalog/categories/{category_id}"),
    update("/v3/catalog/categories/{category_id}"),
    remove("/v3/catalog/categories/{category_id}"),
};

constexpr int kDeepest = 8;  // CAT-7
constexpr std::int64_t kMostCategories = 16'000;

store::RecordQuery below(std::int64_t category_id) {
  store::RecordQuery query;
  query.require({kCategory.find("parent_id"), kEqual, {category_id}, {}});
  return query;
}

// What stands above a category.
struct Above {
  std::vector<Record> line;  // its parent first
};

// Errors: through `errors` where the line would come back to `id` (CAT-6).
Result<Above> above(store::Tx& tx, const app::Context& context, std::int64_t id,
                    std::int64_t parent_id, ItemErrors& errors) {
  Above found;
  while (parent_id != 0) {
    if (parent_id == id) {
      errors.add("parent_id", "parent_id names the category itself or one below it");
      return found;
    }
    FS_TRY(auto parent,
           app::records::find_record(tx, context.caller.store_id, kCategory, parent_id));
    if (!parent) return found;  // the engine names it
    parent_id = parent->members.at("parent_id").as_int64();
    found.line.push_back(*std::move(parent));
  }
  return found;
}

// How many levels there are from a category down, itself included.
Result<int> height(store::Tx& tx, const app::Context& context, std::int64_t id) {
  store::RecordRepo rows(tx, context.caller.store_id, kCategory);
  std::vector<std::int64_t> level{id};
  int levels = 0;
  while (!level.empty()) {
    ++levels;
    store::RecordQuery query;
    query.require({kCategory.find("parent_id"), kIn, level, {}});
    FS_TRY(const auto found, rows.all(query, kMostCategories));
    level.clear();
    for (const store::RecordRow& row : found) level.push_back(row.id);
  }
  return levels;
}

// CAT-7.
Status check_depth(store::Tx& tx, const app::Context& context, const Change& change,
                   const Above& above, ItemErrors& errors) {
  int levels = 1;
  if (!change.creates()) {
    FS_TRY(levels, height(tx, context, change.id));
  }
  if (static_cast<int>(above.line.size()) + levels <= kDeepest) return {};
  errors.add("parent_id", "categories have at most " + std::to_string(kDeepest) + " levels");
  return {};
}

// The tree of a category: its parent's, else the one that was asked for, else the default one.
Status choose_tree(store::Tx& tx, const app::Context& context, Change& change, const Above& above,
                   ItemErrors& errors) {
  const auto* sent = change.sent.if_contains("tree_id");
  const std::int64_t asked = sent == nullptr ? 0 : sent->as_int64();
  std::int64_t tree = above.line.empty() ? 0 : above.line.front().parent_id;
  if (tree == 0) tree = change.creates() ? (asked == 0 ? kDefaultTree : asked) : change.parent_id;
  if (asked != 0 && asked != tree) {
    errors.add("tree_id", "tree_id is not the tree of the category");
    return {};
  }
  if (!change.creates() && tree != change.parent_id) {
    errors.add("parent_id", "parent_id names a category of another tree");
    return {};
  }
  FS_TRY(const bool there,
         app::records::record_exists(tx, context.caller.store_id, kCategoryTree, tree));
  if (!there) errors.add("tree_id", "tree_id does not exist");
  change.parent_id = tree;
  return {};
}

// CAT-3: names are unique among siblings.
Status check_name(store::Tx& tx, const app::Context& context, const Change& change) {
  store::RecordQuery query = below(change.after.at("parent_id").as_int64());
  const auto& name = change.after.at("name").as_string();
  query.parent_id = change.parent_id;
  query.require({kCategory.find("name"),
                 kEqual,
                 {},
                 {fold_case(std::string_view(name.data(), name.size()))}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kCategory).all(query, 2));
  for (const store::RecordRow& row : rows) {
    if (row.id == change.id) continue;
    return fail(Code::conflict, "CAT-3", "The category name is already in use below this parent.",
                {{"name", "name is already in use below this parent"}});
  }
  return {};
}

Status judge(store::Tx& tx, const app::Context& context, Change& change, ItemErrors& errors) {
  const std::size_t known = errors.all().size();
  const std::int64_t parent_id = change.after.at("parent_id").as_int64();
  FS_TRY(const auto line, above(tx, context, change.creates() ? -1 : change.id, parent_id, errors));
  FS_TRY_STATUS(choose_tree(tx, context, change, line, errors));
  if (change.changes("parent_id")) FS_TRY_STATUS(check_depth(tx, context, change, line, errors));
  if (errors.all().size() > known) return {};
  if (change.changes("parent_id") || change.changes("name"))
    FS_TRY_STATUS(check_name(tx, context, change));
  std::string folder = "/";
  if (!line.line.empty()) {
    const auto& url = line.line.front().members.at("custom_url").at("url").as_string();
    folder.assign(url.data(), url.size());
    if (!folder.ends_with('/')) folder += '/';
  }
  return give_url(tx, context, change, folder);
}

// What is below a category goes with it (CAT-8).
Status removed(store::Tx& tx, const app::Context& context, const Record& record) {
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kCategory)
                              .all(below(record.id), kMostCategories));
  for (const store::RecordRow& row : rows) {
    FS_TRY_STATUS(app::records::remove_record(tx, context, kCategory, app::records::parsed(row)));
  }
  return {};
}

constexpr std::string_view kKeyword[] = {"keyword"};

// CAT-9.
Status ask(std::string_view, std::string_view value, store::RecordQuery& query) {
  const std::string folded = fold_case(value);
  query.conditions.push_back({{kCategory.find("name"), kLike, {}, {folded}},
                              {kCategory.find("page_title"), kLike, {}, {folded}}});
  return {};
}

constexpr app::records::Rules kRules{
    .judge = &judge, .removed = &removed, .asks = kKeyword, .ask = &ask};

}  // namespace

constexpr RecordType kCategory{
    .name = "category",
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kCategoryTree,
    .parent_column = "tree_id",
    .selects_fields = true,
    .limits = {.per_store = kMostCategories},
    .metafields = ResourceType::category,
    .events = {.prefix = "store/category/", .kind = "category"},
    .rules = &kRules,
};

}  // namespace fieldstone::types
