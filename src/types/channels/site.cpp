#include "types/channels/site.hpp"

#include "app/records/reads.hpp"
#include "app/records/values.hpp"
#include "app/records/whole.hpp"
#include "types/channels/channel.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kSslStatuses[] = {"dedicated", "shared"};
constexpr std::string_view kUrlTypes[] = {"primary", "canonical", "checkout"};
constexpr Field kUrlFields[] = {
    text("url", 0, 2048).read_only(),
    choice("type", kUrlTypes).read_only(),
    date("created_at").read_only(),
    date("updated_at").read_only(),
};
constexpr Field kFields[] = {
    id(),
    text("url", 8, 2048).required(),
    parent_id("channel_id").asked(kIn),
    created("created_at"),
    modified("updated_at"),
    choice("ssl_status", kSslStatuses).otherwise("\"shared\"").read_only(),
    objects("urls", kUrlFields, 3).read_only(),
    flag("is_checkout_url_customized").read_only().indexed(),
};
constexpr Operation kOperations[] = {
    list("/v3/sites"),
    create("/v3/sites", 201),
    get("/v3/sites/{site_id}"),
    update("/v3/sites/{site_id}"),
    remove("/v3/sites/{site_id}"),
    get("/v3/channels/{channel_id}/site"),
    create("/v3/channels/{channel_id}/site"),
    update("/v3/channels/{channel_id}/site"),
    remove("/v3/channels/{channel_id}/site", 200),
};

bool is_https(std::string_view url) { return url.starts_with("https://") && url.size() > 8; }

void has_scheme(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  const auto* url = sent.if_contains("url");
  if (url == nullptr) return;
  const auto& text = url->as_string();
  if (!is_https(app::records::view(text)))
    errors.add("url", "url must begin with https:// and name a host");
}

// SITE-2: `urls` names the address as the primary and the canonical one.
Status list_urls(store::Tx&, const app::Context& context, app::records::Change& change,
                 ItemErrors&) {
  if (!change.changes("url")) return {};
  const std::string now = app::records::date_text(
      Dates::zulu, app::records::time_of_change_of(change.type, change.after, context.now));
  boost::json::array urls;
  for (const std::string_view type : {"primary", "canonical"}) {
    urls.push_back(boost::json::object{
        {"url", change.after.at("url")}, {"type", type}, {"created_at", now}, {"updated_at", now}});
  }
  change.after["urls"] = std::move(urls);
  return {};
}
// Every site has a primary and a canonical address; a checkout address only where it was set.
Status ask_url_type(std::string_view, std::string_view value, store::RecordQuery& query) {
  if (value != "checkout") return {};
  query.require({kSite.find("is_checkout_url_customized"), kEqual, {1}, {}});
  return {};
}

constexpr std::string_view kAsks[] = {"url_type:in"};
constexpr app::records::Rules kRules{
    .check = &has_scheme, .judge = &list_urls, .asks = kAsks, .ask = &ask_url_type};

constexpr Child kChildren[] = {{.type = &kSiteRoute}};

constexpr std::string_view kRouteTypes[] = {"product", "brand",   "category", "page",   "blog",
                                            "home",    "cart",    "checkout", "search", "account",
                                            "login",   "returns", "static"};
constexpr Field kRouteFields[] = {
    id(),
    choice("type", kRouteTypes).required().asked(kEqual),
    text("matching", 0, 2048),
    text("route", 1, 2048).required(),
};
constexpr Operation kRouteOperations[] = {
    list("/v3/sites/{site_id}/routes"),
    create("/v3/sites/{site_id}/routes", 201),
    upsert_many("/v3/sites/{site_id}/routes"),
    get("/v3/sites/{site_id}/routes/{route_id}"),
    update("/v3/sites/{site_id}/routes/{route_id}", 201),
    remove("/v3/sites/{site_id}/routes/{route_id}"),
};

}  // namespace

constexpr RecordType kSite{
    .name = "site",
    .scope = Scope::sites,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kChannel,
    .parent_column = "channel_id",
    .one_per_parent = true,
    .children = kChildren,
    .rules = &kRules,
};

constexpr RecordType kSiteRoute{
    .name = "site_route",
    .scope = Scope::sites,
    .fields = kRouteFields,
    .operations = kRouteOperations,
    .parent = &kSite,
    .parent_column = "site_id",
};

}  // namespace fieldstone::types
