// Wire side of customer groups (CU-200 … CU-203): V2, bare objects and arrays (HTTP-182).
#include "app/customer_groups.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "base/timestamp.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

Result<app::ListGroups> decode_list(const Call& call) {
  app::ListGroups query;
  query.filter.name_fold = folded_param(call.query, "name");
  query.filter.name_fold_like = folded_param(call.query, "name:like");
  FS_TRY(query.filter.is_default, flag_param(call.query, "is_default"));
  FS_TRY(query.filter.is_group_for_guests, flag_param(call.query, "is_group_for_guests"));
  FS_TRY_STATUS(date_params(call.query, "date_created", query.filter.date_created));
  FS_TRY_STATUS(date_params(call.query, "date_modified", query.filter.date_modified));
  FS_TRY(query.page, page_params(call.query, {}));
  return query;
}

Result<app::GroupById> decode_id(const Call& call) {
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  return app::GroupById{id};
}

Input<std::string> rules_member(const json::object& object) {
  const json::value* value = object.if_contains("discount_rules");
  if (value == nullptr) return {};
  const auto* rules = value->if_array();
  if (rules == nullptr) return {InputState::wrong_type, {}};
  for (const json::value& rule : *rules) {
    if (!rule.is_object()) return {InputState::wrong_type, {}};
  }
  return {InputState::value, json::serialize(*rules)};
}

CustomerGroupInput group_input(const json::object& object) {
  CustomerGroupInput input;
  input.name = text_member(object, "name");
  input.is_default = flag_member(object, "is_default");
  input.is_group_for_guests = flag_member(object, "is_group_for_guests");
  if (object.contains("category_access")) input.category_access = InputState::wrong_type;
  if (const auto* access = object_member(object, "category_access")) {
    input.category_access = InputState::value;
    input.access_type = text_member(*access, "type");
    input.categories = integers_member(*access, "categories");
  }
  input.discount_rules = rules_member(object);
  return input;
}

Result<app::WriteGroup> decode_create(const Call& call) {
  FS_TRY(const auto* object, root_object(*call.body));
  return app::WriteGroup{0, group_input(*object)};
}

Result<app::WriteGroup> decode_update(const Call& call) {
  FS_TRY(const auto group, decode_id(call));
  FS_TRY(const auto* object, root_object(*call.body));
  return app::WriteGroup{group.id, group_input(*object)};
}

void write_group(JsonWriter& out, const app::GroupView& view) {
  const CustomerGroup& group = view.group;
  out.begin_object().key("id").integer(group.id).key("name").string(group.name);
  out.key("is_default").boolean(view.is_default);
  out.key("category_access").begin_object();
  out.key("type").string(category_access_name(group.category_access));
  out.key("categories").begin_array();
  for (const std::int64_t id : group.categories) out.integer(id);
  out.end_array().end_object();
  out.key("discount_rules").raw(group.discount_rules);
  out.key("is_group_for_guests").boolean(view.is_group_for_guests);
  out.key("date_created").string(TimestampText(group.date_created, TimestampText::Suffix::zulu));
  out.key("date_modified").string(TimestampText(group.date_modified, TimestampText::Suffix::zulu));
  out.end_object();
}

http::Response encode_group(const Call&, const app::GroupView& view) {
  JsonWriter out;
  write_group(out, view);
  return {.body = out.take(), .headers = {}};
}

http::Response encode_groups(const Call&, const std::vector<app::GroupView>& views) {
  JsonWriter out;
  out.begin_array();
  for (const app::GroupView& view : views) write_group(out, view);
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_count(const Call&, const std::int64_t& count) {
  JsonWriter out;
  out.begin_object().key("count").integer(count).end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::v2;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kGroups = "/v2/customer_groups";
constexpr std::string_view kGroup = "/v2/customer_groups/{groupId}";

constexpr Endpoint kGroupEndpoints[] = {
    read<decode_list, app::list_groups, encode_groups>(kGroups, kScope, kFamily),
    write<decode_create, app::create_group, encode_group>(http::Verb::post, kGroups, kScope,
                                                          kFamily, BodyRule::required),
    read<decode_list, app::count_groups, encode_count>("/v2/customer_groups/count", kScope,
                                                       kFamily),
    read<decode_id, app::get_group, encode_group>(kGroup, kScope, kFamily),
    write<decode_update, app::update_group, encode_group>(http::Verb::put, kGroup, kScope, kFamily,
                                                          BodyRule::required),
    write<decode_id, app::delete_group, no_content>(http::Verb::delete_, kGroup, kScope, kFamily,
                                                    BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> customer_group_endpoints() { return kGroupEndpoints; }

}  // namespace fieldstone::api
