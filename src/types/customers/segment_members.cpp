#include "types/customers/segment_members.hpp"

#include <algorithm>

#include "app/records/values.hpp"
#include "types/customers/segment.hpp"
#include "types/customers/shopper_profile.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Answer;
using app::records::Record;

constexpr std::string_view kSegmentIds = "segment_ids";

// As it was given, whatever the path's spelling.
Result<std::string> segment_in_path(store::Tx& tx, const app::Context& context,
                                    std::string_view id) {
  FS_TRY(const auto row,
         app::records::row_in_path(tx, context.caller.store_id, {kSegment, {}, id}));
  return text_in(app::records::parsed(row).members, "id");
}

Result<std::optional<store::RecordRow>> profile_of(store::Tx& tx, const app::Context& context,
                                                   const std::string& id) {
  return app::records::row_of_id(tx, context.caller.store_id, kShopperProfile,
                                 boost::json::value(id));
}

bool is_in(const Record& profile, std::string_view segment_id) {
  const std::vector<std::string> segments = segments_of(profile);
  return std::find(segments.begin(), segments.end(), segment_id) != segments.end();
}

Failure conflict_of(std::size_t place, const std::string& profile) {
  return fail(
      Code::conflict, "SEG-4", "A shopper profile is in the segment already.",
      {{std::to_string(place), "Shopper profile " + profile + " is in the segment already"}});
}

}  // namespace

store::RecordQuery profiles_in(const std::string& segment_id) {
  store::RecordQuery query;
  query.require({kShopperProfile.find(kSegmentIds), record::kEqual, {}, {segment_id}});
  return query;
}

std::vector<std::string> segments_of(const Record& profile) {
  std::vector<std::string> ids;
  for (const auto& id : profile.members.at(kSegmentIds).as_array())
    ids.emplace_back(app::records::view(id.as_string()));
  return ids;
}

Status leave_segment(store::Tx& tx, const app::Context& context, Record profile,
                     std::string_view segment_id) {
  boost::json::array kept;
  for (const std::string& id : segments_of(profile)) {
    if (id != segment_id) kept.emplace_back(id);
  }
  profile.members[kSegmentIds] = std::move(kept);
  return app::records::store_members(tx, context, kShopperProfile, profile);
}

Result<std::vector<Answer>> add_to_segment(store::Tx& tx, const app::Context& context,
                                           const SegmentMembers& members) {
  FS_TRY(const auto segment, segment_in_path(tx, context, members.segment));
  std::vector<FieldError> broken;
  std::vector<store::RecordRow> added;
  for (std::size_t i = 0; i < members.profiles.size(); ++i) {
    const std::string& id = members.profiles[i];
    FS_TRY(auto row, profile_of(tx, context, id));
    if (!row) {
      const std::string place = std::to_string(i);
      broken.push_back({place, "the shopper profile does not exist"});
      continue;
    }
    Record profile = app::records::parsed(*row);
    if (is_in(profile, segment)) return conflict_of(i, id);
    profile.members.at(kSegmentIds).as_array().emplace_back(segment);
    FS_TRY_STATUS(app::records::store_members(tx, context, kShopperProfile, profile));
    added.push_back(*std::move(row));
  }
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return app::records::answers_of(tx, context, kShopperProfile, std::move(added), {});
}

Status remove_from_segment(store::Tx& tx, const app::Context& context,
                           const SegmentMembers& members) {
  FS_TRY(const auto segment, segment_in_path(tx, context, members.segment));
  for (const std::string& id : members.profiles) {
    FS_TRY(const auto row, profile_of(tx, context, id));
    if (!row) continue;
    Record profile = app::records::parsed(*row);
    if (is_in(profile, segment))
      FS_TRY_STATUS(leave_segment(tx, context, std::move(profile), segment));
  }
  return {};
}

Result<app::records::Page> list_profiles_of_segment(store::Tx& tx, const app::Context& context,
                                                    const ListOf& list) {
  FS_TRY(const auto segment, segment_in_path(tx, context, list.id));
  store::RecordQuery query = profiles_in(segment);
  query.page = list.page;
  return app::records::list_records(tx, context, {{kShopperProfile, {}, {}, {}}, query});
}

Result<app::records::Page> list_segments_of_profile(store::Tx& tx, const app::Context& context,
                                                    const ListOf& list) {
  FS_TRY(const auto row,
         app::records::row_in_path(tx, context.caller.store_id, {kShopperProfile, {}, list.id}));
  store::RecordQuery query;
  query.require({kSegment.find("id"), record::kIn, {}, segments_of(app::records::parsed(row))});
  query.page = list.page;
  return app::records::list_records(tx, context, {{kSegment, {}, {}, {}}, query});
}

}  // namespace fieldstone::types
