// Which shopper profiles are in which segments; segments and profiles themselves are records
// (docs/contract/segments.md).
#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/values.hpp"
#include "core/limits.hpp"
#include "types/customers/segment_members.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;

constexpr std::string_view kMembersPath = "/v3/segments/{segmentId}/shopper-profiles";
constexpr std::string_view kIdIn = "id:in";

Result<types::ListOf> decode_list(const Call& call) {
  constexpr std::string_view kNames[] = {"page", "limit"};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  types::ListOf list{call.path_parameters.front(), {}};
  FS_TRY(list.page, page_params(call.query, {}));
  return list;
}

http::Response encode_page(const Call& call, const records::Page& page) {
  const RowPage<records::Answer> rows{page.answers, page.facts};
  return offset_list_answer(
      call, page.request, rows,
      [](JsonWriter& out, const records::Answer& answer) { out.raw(answer.text()); });
}

// SEG-4: the ids of 1 to 50 profiles.
Result<types::SegmentMembers> decode_add(const Call& call) {
  FS_TRY(const auto* ids, root_array(*call.body));
  if (ids->empty()) return fail(Code::validation, "SEG-4");
  if (ids->size() > types::kMostMembersAtOnce) {
    return fail(Code::payload_too_large, "SEG-4",
                "The maximum items allowed in the array is " +
                    std::to_string(types::kMostMembersAtOnce) + ".");
  }
  types::SegmentMembers members{call.path_parameters.front(), {}};
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    if (const auto* id = (*ids)[i].if_string()) {
      members.profiles.emplace_back(records::view(*id));
    } else {
      broken.push_back({std::to_string(i), "must be the id of a shopper profile"});
    }
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return members;
}

http::Response encode_added(const Call&, const std::vector<records::Answer>& added) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const records::Answer& profile : added) out.raw(profile.text());
  out.end_array().key("meta").begin_object().end_object().end_object();
  return {.status = 201, .body = out.take(), .headers = {}};
}

Result<types::SegmentMembers> decode_remove(const Call& call) {
  constexpr std::string_view kNames[] = {kIdIn};
  FS_TRY_STATUS(check_parameters(call.query, kNames));
  auto ids = texts_param(call.query, kIdIn);
  if (!ids || ids->empty()) return filter_required(kIdIn);
  FS_TRY_STATUS(check_length(kIdIn, ids->size(), kMaxIdsPerFilter));
  return types::SegmentMembers{call.path_parameters.front(), *std::move(ids)};
}

// SEG-3: published so, though it only reads.
constexpr Endpoint for_writers(Endpoint row) {
  row.access = Access::modify;
  return row;
}

constexpr Endpoint kRows[] = {
    for_writers(read<decode_list, types::list_profiles_of_segment, encode_page>(
        kMembersPath, Scope::customers, ErrorFamily::customers)),
    write<decode_add, types::add_to_segment, encode_added>(http::Verb::post, kMembersPath,
                                                           Scope::customers, ErrorFamily::customers,
                                                           BodyRule::required),
    write<decode_remove, types::remove_from_segment, no_content>(
        http::Verb::delete_, kMembersPath, Scope::customers, ErrorFamily::customers,
        BodyRule::ignored),
    read<decode_list, types::list_segments_of_profile, encode_page>(
        "/v3/shopper-profiles/{shopperProfileId}/segments", Scope::customers,
        ErrorFamily::customers),
};

}  // namespace

std::span<const Endpoint> segment_endpoints() { return kRows; }

}  // namespace fieldstone::api
