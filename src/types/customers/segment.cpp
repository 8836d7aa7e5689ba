// Segments: groups of shoppers that promotions are made for (docs/contract/segments.md).
#include "types/customers/segment.hpp"

#include "app/records/reads.hpp"
#include "types/customers/segment_members.hpp"
#include "types/customers/shopper_profile.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id().asked(kIn),
    text("name", 1, 255)
        .required()
        .is_unique("The name of the segment is already in use.")
        .cites("SEG-1"),
    text("description"),
    created("created_at"),
    modified("updated_at"),
};
constexpr Operation kOperations[] = {
    list("/v3/segments"),
    create_many("/v3/segments", 201),
    update_many("/v3/segments", 201),
    remove_many("/v3/segments"),
};

// SEG-5: its profiles stay, and are no longer in it.
Status leave_profiles(store::Tx& tx, const app::Context& context,
                      const app::records::Record& segment) {
  const std::string id = text_in(segment.members, "id");
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kShopperProfile).all(profiles_in(id)));
  for (const store::RecordRow& row : rows)
    FS_TRY_STATUS(leave_segment(tx, context, app::records::parsed(row), id));
  return {};
}

constexpr app::records::Rules kRules{.removed = &leave_profiles};

}  // namespace

constexpr RecordType kSegment{
    .name = "segment",
    .scope = Scope::customers,
    .fields = kFields,
    .operations = kOperations,
    .ids = Identity::uuid,
    .limits = {.per_store = 1'000},
    .rules = &kRules,
};

}  // namespace fieldstone::types
