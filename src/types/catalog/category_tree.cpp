// Category trees: one for each channel that has categories (docs/contract/catalog.md).
#include "types/catalog/category_tree.hpp"

#include "app/records/rules.hpp"
#include "store/records/record_repo.hpp"
#include "types/catalog/category.hpp"
#include "types/channels/channel.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id().asked(kIn),
    text("name", 1, 255).required(),
    list("channels", kIds, 1, 1)
        .required()
        .refers_to(kChannel)
        .asked(kIn)
        .called("channel_id")
        .refuses_change()
        .cites("CAT-5"),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/trees"),
    upsert_many("/v3/catalog/trees"),
    remove_many("/v3/catalog/trees"),
};

constexpr Child kChildren[] = {{.type = &kCategory}};

// CAT-5: a channel has one tree.
Status once_per_channel(store::Tx& tx, const app::Context& context, app::records::Change& change,
                        ItemErrors& errors) {
  const auto& channels = change.after.at("channels").as_array();
  if (!change.creates() || channels.empty()) return {};
  store::RecordQuery query;
  query.require({kCategoryTree.find("channels"), kEqual, {channels.front().as_int64()}, {}});
  FS_TRY(const auto there,
         store::RecordRepo(tx, context.caller.store_id, kCategoryTree).count(query));
  if (there > 0) errors.add("channels", "the channel has a category tree already");
  return {};
}

constexpr app::records::Rules kRules{.judge = &once_per_channel};

constexpr Born kBorn[] = {{.json = R"({"name":"Default catalog","channels":[1]})"}};

}  // namespace

constexpr RecordType kCategoryTree{
    .name = "category_tree",
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .children = kChildren,
    .limits = {.items = 50},
    .rules = &kRules,
    .title = "category tree",
};

}  // namespace fieldstone::types
