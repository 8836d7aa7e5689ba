// Tax rates of a zone, a figure for each class (docs/contract/tax.md).
#include "types/tax/tax_rate.hpp"

#include <set>

#include "app/records/reads.hpp"
#include "types/members.hpp"
#include "types/tax/tax_class.hpp"
#include "types/tax/tax_zone.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFigureFields[] = {
    number("rate", 0, 100).required(),
    integer("tax_class_id", 0).required(),
};
constexpr Field kFields[] = {
    objects("class_rates", kFigureFields, 256).required(),
    flag("enabled", true),
    id().asked(kIn),
    text("name", 1, 255).required(),
    integer("priority", 1).otherwise("1"),
    integer("tax_zone_id", 1).required().refers_to(kTaxZone).asked(kIn),
};
constexpr Operation kOperations[] = {
    list("/v3/tax/rates"),
    create_many("/v3/tax/rates"),
    update_many("/v3/tax/rates"),
    remove_many("/v3/tax/rates"),
};

// TAX-4: a figure is for a class that is there, once each; 0 is what has no class.
Status name_classes(store::Tx& tx, const app::Context& context, app::records::Change& change,
                    ItemErrors& errors) {
  if (!change.changes("class_rates")) return {};
  std::set<std::int64_t> seen;
  std::size_t at = 0;
  for (const auto& figure : change.after.at("class_rates").as_array()) {
    const std::string name = "class_rates." + std::to_string(at++) + ".tax_class_id";
    const std::int64_t id = integer_in(figure.as_object(), "tax_class_id");
    if (!seen.insert(id).second) errors.add(name, name + " has a rate already");
    if (id == 0) continue;
    FS_TRY(const bool there,
           app::records::record_exists(tx, context.caller.store_id, kTaxClass, id));
    if (!there) errors.add(name, name + " does not exist");
  }
  return {};
}

constexpr app::records::Rules kRules{.judge = &name_classes};

}  // namespace

constexpr RecordType kTaxRate{
    .name = "tax_rate",
    .scope = Scope::information,
    .fields = kFields,
    .operations = kOperations,
    .rules = &kRules,
    .title = "tax rate",
};

}  // namespace fieldstone::types
