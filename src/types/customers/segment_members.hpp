// Which shopper profiles are in which segments (docs/contract/segments.md).
#pragma once

#include <string>
#include <vector>

#include "app/records/use_cases.hpp"

namespace fieldstone::types {

// Of one request it may be this many (SEG-4).
inline constexpr std::size_t kMostMembersAtOnce = 50;

struct SegmentMembers {
  std::string_view segment;
  std::vector<std::string> profiles;
};
// The profiles that were added. Errors: not_found for the segment; validation for a profile that is
// not there; conflict for one that is in it already.
Result<std::vector<app::records::Answer>> add_to_segment(store::Tx& tx, const app::Context& context,
                                                         const SegmentMembers& members);
// Profiles that are not in it are passed over. Errors: not_found for the segment.
Status remove_from_segment(store::Tx& tx, const app::Context& context,
                           const SegmentMembers& members);

// One page of what belongs to the record that a path names. Errors: not_found.
struct ListOf {
  std::string_view id;
  PageRequest page;
};
Result<app::records::Page> list_profiles_of_segment(store::Tx& tx, const app::Context& context,
                                                    const ListOf& list);
Result<app::records::Page> list_segments_of_profile(store::Tx& tx, const app::Context& context,
                                                    const ListOf& list);

// Of kShopperProfile: those in a segment.
store::RecordQuery profiles_in(const std::string& segment_id);
Status leave_segment(store::Tx& tx, const app::Context& context, app::records::Record profile,
                     std::string_view segment_id);
std::vector<std::string> segments_of(const app::records::Record& profile);

}  // namespace fieldstone::types
