// Scripts that an app puts into the storefront (docs/contract/content.md): only the app sees them.
#include "types/content/script.hpp"

#include "app/records/reads.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kLoads[] = {"default", "async", "defer"};
constexpr std::string_view kPlaces[] = {"head", "footer"};
constexpr std::string_view kPages[] = {"storefront", "all_pages", "checkout", "order_confirmation"};
constexpr std::string_view kKinds[] = {"src", "script_tag"};
constexpr std::string_view kConsents[] = {"essential", "functional", "analytics", "targeting"};
constexpr Field kHash = text("", 1, 255);

constexpr Field kFields[] = {
    text("name", 1, 255).required().asked(kSort).without_index(),
    id("uuid"),
    created().asked(kSort).without_index(),
    modified().asked(kSort).without_index(),
    text("description", 0, kAnyLength).asked(kSort).without_index(),
    text("html", 0, 65'536),
    text("src", 0, 2048),
    flag("auto_uninstall"),
    choice("load_method", kLoads).otherwise("\"default\""),
    choice("location", kPlaces).otherwise("\"head\""),
    choice("visibility", kPages).otherwise("\"storefront\""),
    choice("kind", kKinds).otherwise("\"src\""),
    text("api_client_id", 0, 255).read_only().indexed(),
    choice("consent_category", kConsents).or_null(),
    flag("enabled", true),
    integer("channel_id", 1).otherwise("1").asked(kIn),
    list("integrity_hashes", kHash, 20),
};
constexpr Operation kOperations[] = {
    create("/v3/content/scripts"),        list("/v3/content/scripts"),
    get("/v3/content/scripts/{uuid}"),    update("/v3/content/scripts/{uuid}"),
    remove("/v3/content/scripts/{uuid}"),
};

bool has_text(const app::records::Object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  return member != nullptr && member->is_string() && !member->as_string().empty();
}

// SCR-1: a script is an address or its text, as its kind says.
Status fit_its_kind(store::Tx&, const app::Context&, app::records::Change& change,
                    ItemErrors& errors) {
  const bool by_address = change.after.at("kind") == "src";
  const std::string needed = by_address ? "src" : "html";
  if (!has_text(change.after, needed))
    errors.add(needed, needed + " is required for a script of this kind");
  const std::string other = by_address ? "html" : "src";
  if (has_text(change.sent, other))
    errors.add(other, other + " must be empty for a script of this kind");
  return {};
}

constexpr app::records::Rules kRules{.judge = &fit_its_kind};

}  // namespace

constexpr RecordType kScript{
    .name = "script",
    .scope = Scope::content,
    .fields = kFields,
    .operations = kOperations,
    .owner = "api_client_id",
    .ids = record::Identity::uuid,
    .rules = &kRules,
};

}  // namespace fieldstone::types
