#include "types/content/page.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/channels/channel.hpp"
#include "types/content/page_rules.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kPageTypes[] = {"page", "raw", "contact_form", "link", "blog"};

// Which kinds of pages have the members that may be absent: PAGE-2.
constexpr Field kFields[] = {
    id().asked(kIn),
    integer("channel_id", 1).otherwise("1").refers_to(kChannel).asked(kEqual),
    text("name", 1, 100)
        .required()
        .folded()
        .asked(kEqual)
        .is_unique("The page name is already in use.")
        .cites("PAGE-1"),
    text("meta_title").takes_null().or_absent(),
    text("email", 0, 255)
        .or_absent()
        .folded()
        .is_unique("The email is already in use.")
        .cites("PAGE-1"),
    flag("is_visible", true),
    integer("parent_id", 0).refers_to(kPage).indexed(),
    integer("sort_order"),
    text("meta_keywords").takes_null().or_absent(),
    text("contact_fields", 0, 255).or_absent(),
    text("link", 1, 2048).or_absent(),
    choice("type", kPageTypes).required(),
    text("meta_description").takes_null().or_absent(),
    flag("is_homepage").indexed(),
    flag("is_customers_only"),
    text("search_keywords").takes_null().or_absent(),
    text("content_type", 1, 255).or_absent(),
    text("url", 1, 2048).or_absent().indexed(),
    // Last, so that what hides it leaves the others where they are.
    text("body").takes_null().or_absent(),
    text("words").hidden().folded().asked(kLike).called("name").without_index(),
};

constexpr Operation kOperations[] = {
    list("/v3/content/pages"),
    {.action = Action::create_many,
     .path = "/v3/content/pages",
     .status = 201,
     .answers_object = true},
    {.action = Action::update_many,
     .path = "/v3/content/pages",
     .status = 200,
     .answers_object = true},
    get("/v3/content/pages/{pageId}"),
    update("/v3/content/pages/{pageId}"),
    remove("/v3/content/pages/{pageId}"),
};

// With everything below it. Pages are no tree deeper than there may be pages.
// NOLINTNEXTLINE(misc-no-recursion): as deep as pages lie below each other
Status remove_below(store::Tx& tx, const app::Context& context, std::int64_t id) {
  store::RecordQuery query;
  query.require({kPage.find("parent_id"), kEqual, {id}, {}});
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kPage).all(query, kMostPages));
  for (const store::RecordRow& row : rows) {
    FS_TRY_STATUS(remove_below(tx, context, row.id));
    FS_TRY_STATUS(app::records::remove_record(tx, context, kPage, app::records::parsed(row)));
  }
  return {};
}

}  // namespace

constexpr RecordType kPage{
    .name = "page",
    .scope = Scope::content,
    .fields = kFields,
    .operations = kOperations,
    .limits = {.per_store = kMostPages},
    .taken = Taken::invalid,
    .rules = &kPageRules,
};

Result<std::vector<std::int64_t>> remove_pages(store::Tx& tx, const app::Context& context,
                                               const RemovePages& command) {
  const StoreId store_id = context.caller.store_id;
  std::vector<std::int64_t> missing;
  std::vector<std::int64_t> found;
  for (const std::int64_t id : command.ids) {
    FS_TRY(const bool there, app::records::record_exists(tx, store_id, kPage, id));
    (there ? found : missing).push_back(id);
  }
  for (const std::int64_t id : found) {
    if (command.with_children) FS_TRY_STATUS(remove_below(tx, context, id));
    // It may have gone along with another.
    FS_TRY(const auto page, app::records::find_record(tx, store_id, kPage, id));
    if (page) FS_TRY_STATUS(app::records::remove_record(tx, context, kPage, *page));
  }
  return missing;
}

}  // namespace fieldstone::types
