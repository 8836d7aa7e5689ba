// Wire side of customer attributes and their values (CU-70 … CU-72, CU-90 … CU-94).
#include "app/attributes.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/rows/customer_parts.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "base/timestamp.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

constexpr std::size_t kMaxItems = 250;  // no figure published

constexpr std::string_view kListParameters[] = {"page",
                                                "limit",
                                                "name",
                                                "name:like",
                                                "type",
                                                "date_created",
                                                "date_created:min",
                                                "date_created:max",
                                                "date_modified",
                                                "date_modified:min",
                                                "date_modified:max"};
constexpr std::string_view kValueListParameters[] = {"page",
                                                     "limit",
                                                     "customer_id:in",
                                                     "attribute_id:in",
                                                     "name",
                                                     "date_created",
                                                     "date_created:min",
                                                     "date_created:max",
                                                     "date_modified",
                                                     "date_modified:min",
                                                     "date_modified:max"};

Result<app::ListAttributes> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  app::ListAttributes query;
  query.filter.name_fold = folded_param(call.query, "name");
  query.filter.name_fold_like = folded_param(call.query, "name:like");
  if (const auto type = text_param(call.query, "type")) {
    query.filter.type = attribute_type_of(*type);
    if (!query.filter.type) return invalid_parameter("type", "must be string, number or date");
  }
  FS_TRY_STATUS(date_params(call.query, "date_created", query.filter.date_created));
  FS_TRY_STATUS(date_params(call.query, "date_modified", query.filter.date_modified));
  FS_TRY(query.page, page_params(call.query, {}));
  return query;
}

Result<app::ListAttributeValues> decode_value_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kValueListParameters));
  app::ListAttributeValues query;
  FS_TRY(query.filter.customer_in, ids_param(call.query, "customer_id:in"));
  FS_TRY(query.filter.attribute_in, ids_param(call.query, "attribute_id:in"));
  query.filter.name_fold = folded_param(call.query, "name");
  FS_TRY_STATUS(date_params(call.query, "date_created", query.filter.date_created));
  FS_TRY_STATUS(date_params(call.query, "date_modified", query.filter.date_modified));
  FS_TRY(query.page, page_params(call.query, {}));
  return query;
}

Result<app::WriteAttributes> decode_write(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMaxItems));
  app::WriteAttributes command;
  for (const auto* object : objects) {
    command.items.push_back({integer_member(*object, "id"), text_member(*object, "name"),
                             text_member(*object, "type")});
  }
  return command;
}

Result<app::WriteAttributeValues> decode_values(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMaxItems));
  app::WriteAttributeValues command;
  for (const auto* object : objects) {
    command.items.push_back({integer_member(*object, "attribute_id"), text_member(*object, "value"),
                             integer_member(*object, "customer_id")});
  }
  return command;
}

Result<app::DeleteByIds> decode_delete(const Call& call) {
  FS_TRY(auto ids, ids_to_delete(call.query));
  return app::DeleteByIds{std::move(ids)};
}

void write_dates(JsonWriter& out, TimeS created, TimeS modified) {
  out.key("date_created").string(TimestampText(created, TimestampText::Suffix::zulu));
  out.key("date_modified").string(TimestampText(modified, TimestampText::Suffix::zulu));
}

void write_attribute(JsonWriter& out, const Attribute& attribute) {
  out.begin_object().key("id").integer(attribute.id).key("name").string(attribute.name);
  out.key("type").string(attribute_type_name(attribute.type));
  write_dates(out, attribute.date_created, attribute.date_modified);
  out.end_object();
}

http::Response encode_written(const Call&, const std::vector<Attribute>& attributes) {
  return written_answer(attributes, &write_attribute);
}
http::Response encode_list(const Call& call, const app::AttributesPage& listed) {
  return offset_list_answer(call, listed.request, listed.page, &write_attribute);
}
http::Response encode_values(const Call&, const std::vector<AttributeValue>& values) {
  return written_answer(values, &write_attribute_value);
}
http::Response encode_value_list(const Call& call, const app::AttributeValuesPage& listed) {
  return offset_list_answer(call, listed.request, listed.page, &write_attribute_value);
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr auto kScope = Scope::customers;
constexpr std::string_view kPath = "/v3/customers/attributes";
constexpr std::string_view kValuePath = "/v3/customers/attribute-values";

constexpr Endpoint kAttributeEndpoints[] = {
    read<decode_list, app::list_attributes, encode_list>(kPath, kScope, kFamily),
    write<decode_write, app::create_attributes, encode_written>(http::Verb::post, kPath, kScope,
                                                                kFamily, BodyRule::required),
    write<decode_write, app::update_attributes, encode_written>(http::Verb::put, kPath, kScope,
                                                                kFamily, BodyRule::required),
    write<decode_delete, app::delete_attributes, no_content>(http::Verb::delete_, kPath, kScope,
                                                             kFamily, BodyRule::ignored),
    read<decode_value_list, app::list_attribute_values, encode_value_list>(kValuePath, kScope,
                                                                           kFamily),
    write<decode_values, app::set_attribute_values, encode_values>(
        http::Verb::put, kValuePath, kScope, kFamily, BodyRule::required),
    write<decode_delete, app::delete_attribute_values, no_content>(
        http::Verb::delete_, kValuePath, kScope, kFamily, BodyRule::ignored),
};

}  // namespace

void write_attribute_value(JsonWriter& out, const AttributeValue& value) {
  out.begin_object().key("id").integer(value.id).key("attribute_id").integer(value.attribute_id);
  out.key("attribute_value")
      .string(value.value)
      .key("customer_id")
      .integer(value.customer_id.value);
  write_dates(out, value.date_created, value.date_modified);
  out.end_object();
}

std::span<const Endpoint> attribute_endpoints() { return kAttributeEndpoints; }

}  // namespace fieldstone::api
