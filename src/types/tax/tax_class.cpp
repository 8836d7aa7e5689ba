// Tax classes: what products and rates are sorted by (docs/contract/tax.md). The V2 face only
// reads.
#include "types/tax/tax_class.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "types/members.hpp"
#include "types/tax/tax_rate.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id().asked(kIn),
    text("name", 1, 100)
        .required()
        .is_unique("The name of the tax class is already in use")
        .cites("TAX-3"),
    created("created_at"),
    modified("updated_at"),
};
constexpr Operation kOperations[] = {
    create_many("/v3/tax/classes"),
    update_many("/v3/tax/classes"),
    remove_many("/v3/tax/classes"),
};

// TAX-3: an item of PUT that names nothing but the class is an error.
void changes_something(const app::records::Object& sent, app::records::Use use,
                       ItemErrors& errors) {
  if (use == app::records::Use::update && !sent.contains("name")) errors.missing("name");
}

// TAX-4: rates no longer have a figure for a class that is gone.
Status leave_rates(store::Tx& tx, const app::Context& context,
                   const app::records::Record& tax_class) {
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kTaxRate).all({}));
  for (const store::RecordRow& row : rows) {
    app::records::Record rate = app::records::parsed(row);
    boost::json::array kept;
    auto& figures = rate.members.at("class_rates").as_array();
    for (const auto& figure : figures) {
      if (integer_in(figure.as_object(), "tax_class_id") != tax_class.id) kept.push_back(figure);
    }
    if (kept.size() == figures.size()) continue;
    figures = std::move(kept);
    FS_TRY_STATUS(app::records::store_members(tx, context, kTaxRate, rate));
  }
  return {};
}

constexpr app::records::Rules kRules{.check = &changes_something, .removed = &leave_rates};

constexpr Born kBorn[] = {{.json = R"({"name":"Non-Taxable Products"})"},
                          {.json = R"({"name":"Shipping"})"},
                          {.json = R"({"name":"Gift Wrapping"})"}};

}  // namespace

constexpr RecordType kTaxClass{
    .name = "tax_class",
    .dates = Dates::offset,
    .scope = Scope::information,
    .fields = kFields,
    .operations = kOperations,
    .born = kBorn,
    .limits = {.items = 50},
    .rules = &kRules,
    .title = "tax class",
};

}  // namespace fieldstone::types
