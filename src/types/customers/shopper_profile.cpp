// Shopper profiles of customers (docs/contract/segments.md).
#include "types/customers/shopper_profile.hpp"

#include "app/records/rules.hpp"
#include "types/customers/customer_there.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id().asked(kIn),
    integer("customer_id", 1)
        .required()
        .refuses_change()
        .is_unique("The customer has a shopper profile already.")
        .cites("SEG-2"),
    created("created_at"),
    modified("updated_at"),
    list("segment_ids", kTexts).read_only().indexed(),
};
constexpr Operation kOperations[] = {
    list("/v3/shopper-profiles"),
    create_many("/v3/shopper-profiles", 201),
    remove_many("/v3/shopper-profiles"),
};

// SEG-2.
Status belong(store::Tx& tx, const app::Context& context, app::records::Change& change,
              ItemErrors& errors) {
  return require_customer(tx, context, change, errors);
}

Status hide_segments(store::Tx&, const app::Context&, std::span<app::records::Answer> answers) {
  app::records::hide(answers, "segment_ids");
  return {};
}

constexpr app::records::Rules kRules{.judge = &belong, .derive = &hide_segments};

}  // namespace

constexpr RecordType kShopperProfile{
    .name = "shopper_profile",
    .scope = Scope::customers,
    .fields = kFields,
    .operations = kOperations,
    .ids = Identity::uuid,
    .limits = {.items = 50},
    .rules = &kRules,
    .title = "shopper profile",
};

}  // namespace fieldstone::types
