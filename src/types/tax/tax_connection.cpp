// The connection of a store to a tax provider (docs/contract/tax.md).
#include "types/tax/tax_connection.hpp"

#include "app/records/rules.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kCode = text("", 2, 2);
constexpr Field kSubdivision = text("", 1, 6);
constexpr Field kTargetFields[] = {list("country_codes", kCode, 300),
                                   list("subdivision_codes", kSubdivision, 5'000)};
constexpr Field kFields[] = {
    text("provider_id", 1, 255).is_unique(""),
    text("username", 0, 255),
    text("password", 0, 255).hidden(),
    flag("configured").read_only(),
    text("profile", 0, 255),
    object("target", kTargetFields).read_only(),
    // The password as it may lie in a database (TAX-10): its endpoint seals it, and never answers
    // with it.
    text("sealed_password").read_only(),
};

// TAX-9: with a name and a password the connection can be used.
Status configure(store::Tx&, const app::Context&, app::records::Change& change, ItemErrors&) {
  change.after["configured"] = !text_in(change.after, "username").empty() &&
                               !text_in(change.after, "sealed_password").empty();
  return {};
}
constexpr app::records::Rules kRules{.judge = &configure};

}  // namespace

constexpr RecordType kTaxConnection{
    .name = "tax_connection",
    .scope = Scope::information,
    .fields = kFields,
    .ids = Identity::natural,
    .key = "provider_id",
    .rules = &kRules,
};

}  // namespace fieldstone::types
