// Wire side of form-field values (CU-110 … CU-114).
#include "app/form_fields.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/rows/customer_parts.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

constexpr std::string_view kListParameters[] = {
    "page", "limit", "before", "after", "customer_id", "address_id", "field_name", "field_type"};

Result<app::ListFormValues> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  app::ListFormValues query;
  FS_TRY(query.filter.customer_id, integer_param(call.query, "customer_id"));
  FS_TRY(query.filter.address_id, integer_param(call.query, "address_id"));
  query.filter.field_name = text_param(call.query, "field_name");
  if (const auto type = text_param(call.query, "field_type")) {
    query.filter.field_type = form_field_type_of(*type);
    if (!query.filter.field_type)
      return invalid_parameter("field_type",
                               "must be checkboxes, date, multiline, numbers, password, "
                               "radiobuttons, text or picklist");
  }
  FS_TRY(query.page, page_params(call.query, decode_form_value_cursor));
  return query;
}

Result<app::WriteFormValues> decode_write(const Call& call) {
  FS_TRY(const auto objects, body_objects(call, kMaxFormFieldsPerWrite));
  app::WriteFormValues command;
  for (const auto* object : objects) {
    command.items.push_back({form_field_input(*object), integer_member(*object, "customer_id"),
                             integer_member(*object, "address_id")});
  }
  return command;
}

http::Response encode_written(const Call&, const std::vector<store::FormFieldValue>& values) {
  return written_answer(values, &write_form_value);
}

http::Response encode_list(const Call& call, const app::FormValuesPage& listed) {
  const auto& rows = listed.page.rows;
  PageOutline outline;
  outline.request = listed.request;
  outline.facts = listed.page.facts;
  outline.count = rows.size();
  if (!rows.empty()) {
    outline.start_cursor = encode_form_value_cursor(rows.front().session_id, rows.front().field_id);
    outline.end_cursor = encode_form_value_cursor(rows.back().session_id, rows.back().field_id);
  }
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const auto& value : rows) write_form_value(out, value);
  out.end_array();
  write_list_meta(out, outline, call.query);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::customers;
constexpr std::string_view kPath = "/v3/customers/form-field-values";

constexpr Endpoint kFormFieldEndpoints[] = {
    read<decode_list, app::list_form_values, encode_list>(kPath, Scope::customers, kFamily),
    sized(kLargeBodyBytes,
          write<decode_write, app::write_form_values, encode_written>(
              http::Verb::put, kPath, Scope::customers, kFamily, BodyRule::required)),
};

}  // namespace

std::span<const Endpoint> form_field_endpoints() { return kFormFieldEndpoints; }

}  // namespace fieldstone::api
