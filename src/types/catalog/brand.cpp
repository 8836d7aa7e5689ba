// Brands: names are unique, products name them (docs/contract/catalog.md).
#include "types/catalog/brand.hpp"

#include "types/catalog/custom_url.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id().asked(kAnyInteger),
    text("name", 1, 255)
        .required()
        .folded()
        .asked(kEqual | kLike | kSort)
        .is_unique("The brand name is already in use")
        .cites("CAT-2"),
    text("page_title", 0, 255).folded().asked(kEqual),
    list("meta_keywords", kTexts),
    text("meta_description"),
    text("search_keywords"),
    text("image_url"),
    kLongCustomUrl,
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/brands"),
    create("/v3/catalog/brands"),
    remove_many("/v3/catalog/brands"),
    get("/v3/catalog/brands/{brand_id}"),
    update("/v3/catalog/brands/{brand_id}"),
    remove("/v3/catalog/brands/{brand_id}"),
};

Status judge(store::Tx& tx, const app::Context& context, app::records::Change& change,
             ItemErrors&) {
  return give_url(tx, context, change, "/");
}

constexpr app::records::Rules kRules{.judge = &judge};

constexpr std::int64_t kMostBrands = 30'000;

}  // namespace

constexpr RecordType kBrand{
    .name = "brand",
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .selects_fields = true,
    .limits = {.per_store = kMostBrands},
    .metafields = ResourceType::brand,
    .rules = &kRules,
};

}  // namespace fieldstone::types
