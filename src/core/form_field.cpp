#include "core/form_field.hpp"

#include <algorithm>

#include "base/json_text.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"
#include "core/limits.hpp"

namespace fieldstone {
namespace {

struct TypeName {
  FormFieldType type;
  std::string_view name;
};
constexpr TypeName kTypes[] = {
    {FormFieldType::checkboxes, "checkboxes"},
    {FormFieldType::date, "date"},
    {FormFieldType::multiline, "multiline"},
    {FormFieldType::numbers, "numbers"},
    {FormFieldType::password, "password"},
    {FormFieldType::radiobuttons, "radiobuttons"},
    {FormFieldType::text, "text"},
    {FormFieldType::picklist, "picklist"},
};

bool is_option(const FormField& field, const std::string& text) {
  return std::find(field.options.begin(), field.options.end(), text) != field.options.end();
}

bool is_fine_text(const std::string& text) {
  return !has_nul(text) && code_points(text) <= kMaxFormValueCodePoints;
}

}  // namespace

std::string_view form_field_type_name(FormFieldType type) {
  for (const TypeName& row : kTypes) {
    if (row.type == type) return row.name;
  }
  return {};
}

std::optional<FormFieldType> form_field_type_of(std::string_view name) {
  for (const TypeName& row : kTypes) {
    if (row.name == name) return row.type;
  }
  return std::nullopt;
}

bool has_options(FormFieldType type) {
  return type == FormFieldType::checkboxes || type == FormFieldType::radiobuttons ||
         type == FormFieldType::picklist;
}

std::optional<std::string> problem_of(const FormField& field, const FormValue& value) {
  using Kind = FormValue::Kind;
  if (!std::all_of(value.texts.begin(), value.texts.end(), is_fine_text))
    return "value must not contain U+0000 and is at most " +
           std::to_string(kMaxFormValueCodePoints) + " characters long";
  const bool empty = value.kind == Kind::text && value.texts.front().empty();
  switch (field.type) {
    case FormFieldType::checkboxes:
      if (value.kind == Kind::texts && value.texts.size() <= field.options.size() &&
          std::all_of(value.texts.begin(), value.texts.end(),
                      [&](const auto& t) { return is_option(field, t); }))
        return std::nullopt;
      return "value must be an array of options of the field";
    case FormFieldType::radiobuttons:
    case FormFieldType::picklist:
      if (empty || (value.kind == Kind::text && is_option(field, value.texts.front())))
        return std::nullopt;
      return "value must be an option of the field";
    case FormFieldType::numbers:
      if (empty || value.kind == Kind::number) return std::nullopt;
      return "value must be a number";
    case FormFieldType::date:
      if (empty || (value.kind == Kind::text && parse_time(value.texts.front())))
        return std::nullopt;
      return "value must be a date such as 2024-05-14";
    case FormFieldType::multiline:
    case FormFieldType::password:
    case FormFieldType::text:
      if (value.kind == Kind::text) return std::nullopt;
      return "value must be a string";
  }
  return "value has an unknown type";
}

std::string kept_value(const FormField& field, const FormValue& value) {
  std::string json;
  if (field.type == FormFieldType::password) return "\"\"";
  if (value.kind == FormValue::Kind::number) return value.texts.front();
  if (value.kind == FormValue::Kind::text) {
    append_json_string(json, value.texts.front());
    return json;
  }
  json = "[";
  for (const std::string& text : value.texts) {
    if (json.size() > 1) json += ',';
    append_json_string(json, text);
  }
  return json + "]";
}

std::int64_t session_of(FormFieldOwner owner, std::int64_t owner_id) {
  if (owner_id < 0 || owner_id > kMaxInt32) return -1;  // nobody's
  return 2 * owner_id + static_cast<std::int64_t>(owner);
}

FormFieldOwner owner_of_session(std::int64_t session_id) {
  return session_id % 2 == 0 ? FormFieldOwner::customer : FormFieldOwner::address;
}

std::int64_t owner_id_of_session(std::int64_t session_id) { return session_id / 2; }

}  // namespace fieldstone
