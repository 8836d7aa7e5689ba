#include "types/channels/channel.hpp"

#include "app/records/reads.hpp"
#include "types/channels/site.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kStatuses[] = {"active",       "prelaunch", "inactive", "connected",
                                          "disconnected", "archived",  "deleted",  "terminated"};
constexpr std::string_view kTypes[] = {"pos", "marketplace", "storefront", "marketing"};

constexpr Field kFields[] = {
    id(),
    text("external_id", 0, 255),
    flag("is_listable_from_ui", true),
    flag("is_enabled", true).read_only(),
    flag("is_visible", true),
    choice("status", kStatuses).otherwise("\"active\"").asked(kEqual | kIn),
    text("name", 1, 255).required(),
    choice("type", kTypes).required().ignores_change().asked(kEqual | kIn),
    text("platform", 1, 255).required().ignores_change().asked(kEqual | kIn),
    created().asked(kRange),
    modified().asked(kRange),
    text("icon_url", 0, 2048).read_only(),
};

constexpr Operation kOperations[] = {
    list("/v3/channels"),
    create("/v3/channels"),
    get("/v3/channels/{channel_id}"),
    update("/v3/channels/{channel_id}"),
};

// CHAN-2: a channel is enabled while its status lets shoppers in.
Status follow_status(store::Tx&, const app::Context&, app::records::Change& change, ItemErrors&) {
  const auto& status = change.after.at("status").as_string();
  change.after["is_enabled"] = status == "active" || status == "prelaunch" || status == "connected";
  return {};
}

// CHAN-5: available for integration, as the published file lists statuses.
Status ask_available(std::string_view name, std::string_view value, store::RecordQuery& query) {
  FS_TRY(const bool wanted, asked_flag(name, value));
  query.require({kChannel.find("status"),
                 wanted ? kIn : kNotIn,
                 {},
                 {"prelaunch", "active", "inactive", "connected"}});
  return {};
}

constexpr std::string_view kAsks[] = {"available"};
constexpr app::records::Rules kRules{.judge = &follow_status, .asks = kAsks, .ask = &ask_available};

constexpr Child kChildren[] = {
    {.type = &kChannelCurrencies, .member = "currencies", .single = true},
    {.type = &kChannelListing},
    {.type = &kChannelMenus},
    {.type = &kSite},
};

// CHAN-1: the storefront that every store begins with.
constexpr Born kBorn[] = {
    {R"({"name":"BigCommerce","type":"storefront","platform":"bigcommerce"})"}};

constexpr Field kCurrencyCode = text("", 3, 3);
constexpr Field kCurrencyFields[] = {
    parent_id("channel_id"),
    list("enabled_currencies", kCurrencyCode, 250, 1).required(),
    text("default_currency", 3, 3).required(),
};
constexpr Operation kCurrencyOperations[] = {
    list("/v3/channels/currency-assignments"),
    create_many("/v3/channels/currency-assignments"),
    update_many("/v3/channels/currency-assignments"),
    get("/v3/channels/{channel_id}/currency-assignments"),
    create("/v3/channels/{channel_id}/currency-assignments"),
    update("/v3/channels/{channel_id}/currency-assignments"),
    {.action = Action::remove,
     .path = "/v3/channels/{channel_id}/currency-assignments",
     .status = 200,
     .tells_parent = true},
};

// CHAN-3: the default is one of the enabled ones.
void default_is_enabled(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  const auto* enabled = sent.if_contains("enabled_currencies");
  const auto* usual = sent.if_contains("default_currency");
  if (enabled == nullptr || usual == nullptr) return;
  for (const auto& code : enabled->as_array()) {
    if (code == *usual) return;
  }
  errors.add("default_currency", "default_currency must be one of enabled_currencies");
}
constexpr app::records::Rules kCurrencyRules{.check = &default_is_enabled};

constexpr std::string_view kVariantStates[] = {
    "active",         "disabled", "error",    "pending",   "pending_disable",
    "pending_delete", "queued",   "rejected", "submitted", "deleted"};
constexpr std::string_view kListingStates[] = {
    "active",         "disabled",           "error",  "pending",  "pending_disable",
    "pending_delete", "partially_rejected", "queued", "rejected", "submitted",
    "deleted"};
constexpr Field kListedVariantFields[] = {
    integer("product_id", 1, kInt32).required(),
    integer("variant_id", 1, kInt32).required(),
    text("external_id", 0, 255),
    choice("state", kVariantStates).required(),
    text("name", 0, 255),
    text("description", 0, kAnyLength),
};
constexpr Field kListingFields[] = {
    parent_id("channel_id"),
    id("listing_id"),
    text("external_id", 0, 255),
    integer("product_id", 1, kInt32).required().asked(kIn),
    choice("state", kListingStates).required(),
    text("name", 0, 255),
    text("description", 0, kAnyLength),
    created().asked(kRange),
    modified().asked(kRange),
    objects("variants", kListedVariantFields, 600).required(),
};
constexpr Operation kListingOperations[] = {
    list("/v3/channels/{channel_id}/listings"),
    create_many("/v3/channels/{channel_id}/listings"),
    update_many("/v3/channels/{channel_id}/listings"),
    get("/v3/channels/{channel_id}/listings/{listing_id}"),
};

constexpr std::string_view kSections[] = {
    "overview",       "storefront_settings", "localization", "carousel",
    "script_manager", "currencies",          "payments",     "checkout",
    "domains",        "notifications",       "social",       "pages",
    "data_solutions"};
constexpr Field kSection = choice("", kSections);
constexpr Field kAppSectionFields[] = {text("title", 1, 255).required(),
                                       text("query_path", 1, 2048).required()};
constexpr Field kMenuFields[] = {
    list("bigcommerce_protected_app_sections", kSection, 13),
    objects("custom_app_sections", kAppSectionFields, 100),
};
constexpr Operation kMenuOperations[] = {
    get("/v3/channels/{channel_id}/channel-menus"),
    {.action = Action::upsert,
     .path = "/v3/channels/{channel_id}/channel-menus",
     .status = 200,
     .by_post = true},
    {.action = Action::remove,
     .path = "/v3/channels/{channel_id}/channel-menus",
     .status = 200,
     .tells_parent = true},
};

}  // namespace

constexpr RecordType kChannel{
    .name = "channel",
    .scope = Scope::channel_settings,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .children = kChildren,
    .metafields = ResourceType::channel,
    .events = {.prefix = "store/channel/", .kind = "channel"},
    .rules = &kRules,
};

constexpr RecordType kChannelCurrencies{
    .name = "channel_currencies",
    .scope = Scope::channel_settings,
    .fields = kCurrencyFields,
    .operations = kCurrencyOperations,
    .parent = &kChannel,
    .parent_column = "channel_id",
    .one_per_parent = true,
    .paging = Paging::none,
    .rules = &kCurrencyRules,
};

constexpr RecordType kChannelListing{
    .name = "channel_listing",
    .scope = Scope::channel_listings,
    .fields = kListingFields,
    .operations = kListingOperations,
    .parent = &kChannel,
    .parent_column = "channel_id",
    .paging = Paging::with_cursor,
};

constexpr RecordType kChannelMenus{
    .name = "channel_menus",
    .scope = Scope::channel_settings,
    .fields = kMenuFields,
    .operations = kMenuOperations,
    .parent = &kChannel,
    .parent_column = "channel_id",
    .one_per_parent = true,
};

}  // namespace fieldstone::types
