// Wire side of customer groups (CU-200 … CU-203): V2, bare objects and arrays (HTTP-182).
#include "app/customer_groups.hpp"

#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <string>

#include "api/endpoints.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "api/wire/v2_time.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kListParameters[] = {"page",
                                                "limit",
                                                "name",
                                                "name:like",
                                                "is_default",
                                                "is_group_for_guests",
                                                "date_created",
                                                "date_created:min",
                                                "date_created:max",
                                                "date_modified",
                                                "date_modified:min",
                                                "date_modified:max"};
constexpr std::string_view kMembers[] = {"id", "category_access", "discount_rules"};

Result<app::ListGroups> decode_list(const Call& call) {
  FS_TRY_STATUS(check_filters(call.query, kListParameters, kMembers));
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

// A number, or a string of one, in ten-thousandths, rounded.
Input<std::int64_t> amount_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return {};
  double amount = -1;
  if (value->is_number()) {
    amount = value->to_number<double>();
  } else if (const auto* text = value->if_string()) {
    const char* const last = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), last, amount);
    if (error != std::errc() || stop != last) return {InputState::wrong_type, {}};
  }
  constexpr double kScale = 10'000;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const double scaled = std::round(amount * kScale);
  if (!(scaled >= 0 && scaled <= kExact)) return {InputState::wrong_type, {}};
  return {InputState::value, static_cast<std::int64_t>(scaled)};
}

Input<std::vector<DiscountRuleInput>> rules_member(const json::object& object) {
  const json::value* value = object.if_contains("discount_rules");
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  const auto* rules = value->if_array();
  if (rules == nullptr) return {InputState::wrong_type, {}};
  Input<std::vector<DiscountRuleInput>> input{InputState::value, {}};
  for (const json::value& item : *rules) {
    const auto* rule = item.if_object();
    if (rule == nullptr) return {InputState::wrong_type, {}};
    input.value.push_back({text_member(*rule, "type"), text_member(*rule, "method"),
                           amount_member(*rule, "amount"), integer_member(*rule, "price_list_id"),
                           integer_member(*rule, "category_id"),
                           integer_member(*rule, "product_id")});
  }
  return input;
}

CustomerGroupInput group_input(const json::object& object) {
  CustomerGroupInput input;
  input.name = text_member(object, "name");
  input.is_default = flag_member(object, "is_default");
  input.is_group_for_guests = flag_member(object, "is_group_for_guests");
  if (const auto* value = object.if_contains("category_access"))
    input.category_access = value->is_null() ? InputState::null : InputState::wrong_type;
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
  if (group.category_access != CategoryAccess::all) {
    out.key("categories").begin_array();
    for (const std::int64_t id : group.categories) out.integer(id);
    out.end_array();
  }
  out.end_object();
  out.key("discount_rules").raw(group.discount_rules);
  out.key("is_group_for_guests").boolean(view.is_group_for_guests);
  out.key("date_created").string(v2_date_time(group.date_created));
  out.key("date_modified").string(v2_date_time(group.date_modified));
  out.end_object();
}

http::Response encode_group(const Call&, const app::GroupView& view) {
  JsonWriter out;
  write_group(out, view);
  return {.body = out.take(), .headers = {}};
}

http::Response encode_groups(const Call& call, const std::vector<app::GroupView>& views) {
  return v2_list_answer(call, views, &write_group);
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
