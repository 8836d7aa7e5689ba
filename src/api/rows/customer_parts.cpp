#include "api/rows/customer_parts.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <string>

#include "api/wire/json_read.hpp"
#include "api/wire/query_params.hpp"
#include "core/country.hpp"
#include "core/limits.hpp"
#include "json/write.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

std::string text_of(const json::string& text) { return {text.data(), text.size()}; }

Input<FormValue> form_value(const json::object& object) {
  const json::value* value = object.if_contains("value");
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  using Kind = FormValue::Kind;
  if (const auto* text = value->if_string())
    return {InputState::value, {Kind::text, {text_of(*text)}}};
  if (value->is_number())
    return {InputState::value, {Kind::number, {fieldstone::json::to_text(*value)}}};
  const auto* array = value->if_array();
  if (array == nullptr) return {InputState::wrong_type, {}};
  Input<FormValue> input{InputState::value, {Kind::texts, {}}};
  for (const json::value& item : *array) {
    const auto* text = item.if_string();
    if (text == nullptr) return {InputState::wrong_type, {}};
    input.value.texts.push_back(text_of(*text));
  }
  return input;
}

}  // namespace

AddressInput address_input(const json::object& object) {
  AddressInput input;
  input.id = integer_member(object, "id");
  input.customer_id = integer_member(object, "customer_id");
  input.first_name = text_member(object, "first_name");
  input.last_name = text_member(object, "last_name");
  input.company = text_member(object, "company");
  input.address1 = text_member(object, "address1");
  input.address2 = text_member(object, "address2");
  input.city = text_member(object, "city");
  input.state_or_province = text_member(object, "state_or_province");
  input.postal_code = text_member(object, "postal_code");
  input.country_code = text_member(object, "country_code");
  input.phone = text_member(object, "phone");
  input.address_type = text_member(object, "address_type");
  input.form_fields = form_fields_member(object);
  return input;
}

FormFieldInput form_field_input(const json::object& object) {
  return {text_member(object, "name"), form_value(object)};
}

FormFieldsInput form_fields_member(const json::object& object) {
  const json::value* value = object.if_contains("form_fields");
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  const auto* array = value->if_array();
  if (array == nullptr || array->size() > kMaxFormFieldsPerWrite)
    return {InputState::wrong_type, {}};
  FormFieldsInput input{InputState::value, {}};
  for (const json::value& item : *array) {
    const auto* answer = item.if_object();
    if (answer == nullptr) return {InputState::wrong_type, {}};
    input.value.push_back(form_field_input(*answer));
  }
  return input;
}

void write_address(JsonWriter& out, const Address& a, const FormValues* values) {
  out.begin_object().key("first_name").string(a.first_name).key("last_name").string(a.last_name);
  out.key("company").string(a.company).key("address1").string(a.address1);
  out.key("address2").string(a.address2).key("city").string(a.city);
  out.key("state_or_province").string(a.state_or_province);
  out.key("postal_code").string(a.postal_code).key("country_code").string(a.country_code);
  out.key("phone").string(a.phone).key("address_type").string(address_type_name(a.type));
  out.key("customer_id").integer(a.customer_id.value).key("id").integer(a.id);
  out.key("country").string(country_name(a.country_code));
  if (values != nullptr) {
    out.key("form_fields");
    write_form_values(out, *values, FormFieldOwner::address, a.id);
  }
  out.end_object();
}

void write_form_value(JsonWriter& out, const store::FormFieldValue& value) {
  out.begin_object().key("name").string(value.name).key("value").raw(value.value);
  const bool customer = owner_of_session(value.session_id) == FormFieldOwner::customer;
  out.key(customer ? "customer_id" : "address_id").integer(owner_id_of_session(value.session_id));
  out.end_object();
}

std::span<const store::FormFieldValue> form_values_of(const FormValues& values,
                                                      FormFieldOwner owner, std::int64_t owner_id) {
  const std::int64_t session = session_of(owner, owner_id);
  const auto [first, last] =
      std::equal_range(values.begin(), values.end(), store::FormFieldValue{session, 0, {}, {}},
                       [](const auto& a, const auto& b) { return a.session_id < b.session_id; });
  return {first, last};
}

void write_form_values(JsonWriter& out, const FormValues& values, FormFieldOwner owner,
                       std::int64_t owner_id) {
  out.begin_array();
  for (const auto& value : form_values_of(values, owner, owner_id)) write_form_value(out, value);
  out.end_array();
}

Result<std::vector<std::string_view>> include_param(const http::QueryString& query,
                                                    std::span<const std::string_view> known) {
  std::vector<std::string_view> included;
  const auto names = texts_param(query, "include");
  if (!names) return included;
  for (const std::string& name : *names) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      std::string all;
      for (const std::string_view one : known) all += (all.empty() ? "" : ", ") + std::string(one);
      return invalid_parameter("include", "may name " + all);
    }
    included.push_back(*found);
  }
  return included;
}

}  // namespace fieldstone::api
