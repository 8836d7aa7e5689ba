#include "api/rows/metafield_decode.hpp"

#include <boost/json/value.hpp>
#include <limits>

#include "api/wire/json_read.hpp"
#include "api/wire/query_params.hpp"

namespace fieldstone::api {
namespace {

// id, id:in, id:not_in, id:min, id:max, id:greater, id:less (MF-105).
Status id_params(const http::QueryString& query, MetafieldFilter& filter) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  FS_TRY(filter.id_in, integers_param(query, "id:in"));
  FS_TRY(filter.id_not_in, integers_param(query, "id:not_in"));
  FS_TRY(const auto exact, integer_param(query, "id"));
  FS_TRY(const auto min, integer_param(query, "id:min"));
  FS_TRY(const auto max, integer_param(query, "id:max"));
  FS_TRY(const auto greater, integer_param(query, "id:greater"));
  FS_TRY(const auto less, integer_param(query, "id:less"));
  if (exact) {
    filter.id.at_least(*exact);
    filter.id.at_most(*exact);
  }
  if (min) filter.id.at_least(*min);
  if (max) filter.id.at_most(*max);
  if (greater) filter.id.at_least(*greater == kMax ? kMax : *greater + 1);
  if (less) filter.id.at_most(*less == kMin ? kMin : *less - 1);
  return {};
}

constexpr std::string_view kListParameters[] = {"page",
                                                "limit",
                                                "before",
                                                "after",
                                                "direction",
                                                "include_fields",
                                                "exclude_fields",
                                                "namespace",
                                                "namespace:in",
                                                "key",
                                                "key:in",
                                                "resource_id:in",
                                                "id",
                                                "id:in",
                                                "id:not_in",
                                                "id:min",
                                                "id:max",
                                                "id:greater",
                                                "id:less",
                                                "date_created",
                                                "date_created:min",
                                                "date_created:max",
                                                "date_modified",
                                                "date_modified:min",
                                                "date_modified:max"};
// Those that are no filters: a list that took no notice would be everybody's rows (MF-91).
constexpr std::string_view kMembers[] = {"value",       "permission_set", "resource_type",
                                         "resource_id", "description",    "owner_client_id",
                                         "customer_id"};

}  // namespace

MetafieldInput metafield_input(const boost::json::object& object) {
  return {text_member(object, "permission_set"), text_member(object, "namespace"),
          text_member(object, "key"), text_member(object, "value"),
          text_member(object, "description")};
}

Result<MetafieldFilter> metafield_filter(const http::QueryString& query) {
  MetafieldFilter filter;
  if (query.parameters().empty()) return filter;
  FS_TRY_STATUS(check_filters(query, kListParameters, kMembers));
  filter.ns = text_param(query, "namespace");
  filter.key = text_param(query, "key");
  filter.ns_in = texts_param(query, "namespace:in");
  filter.key_in = texts_param(query, "key:in");
  filter.resource_in = texts_param(query, "resource_id:in");
  FS_TRY_STATUS(id_params(query, filter));
  FS_TRY_STATUS(date_params(query, "date_created", filter.date_created));
  FS_TRY_STATUS(date_params(query, "date_modified", filter.date_modified));
  const std::string direction = text_param(query, "direction").value_or("asc");
  if (direction != "asc" && direction != "desc")
    return invalid_parameter("direction", "must be asc or desc");
  if (direction == "desc") filter.direction = Direction::descending;
  return filter;
}

}  // namespace fieldstone::api
