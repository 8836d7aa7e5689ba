// Form fields: questions of the sign-up and address forms, and their answers (CU-110 … CU-114).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input.hpp"

namespace fieldstone {

// Stable: stored as numbers.
enum class FormFieldOwner : std::uint8_t { customer = 0, address = 1 };
enum class FormFieldType : std::uint8_t {
  checkboxes = 1,
  date = 2,
  multiline = 3,
  numbers = 4,
  password = 5,
  radiobuttons = 6,
  text = 7,
  picklist = 8,
};

// The names of the wire (CU-111); nothing for others.
std::string_view form_field_type_name(FormFieldType type);
std::optional<FormFieldType> form_field_type_of(std::string_view name);
// Whether its answers are chosen from options.
bool has_options(FormFieldType type);

struct FormField {
  std::int64_t id = 0;
  FormFieldOwner owner = FormFieldOwner::customer;
  std::string name;
  FormFieldType type = FormFieldType::text;
  std::vector<std::string> options;
};

// An answer as sent: a string, a number as it was written, or an array of strings.
struct FormValue {
  enum class Kind : std::uint8_t { text, number, texts };
  Kind kind = Kind::text;
  std::vector<std::string> texts;  // one unless kind is texts
};

struct FormFieldInput {
  TextInput name;
  Input<FormValue> value;
};
// An item that is no object makes the whole of wrong type.
using FormFieldsInput = Input<std::vector<FormFieldInput>>;

// What is wrong with a value of the field; nothing when it is fine (CU-113).
std::optional<std::string> problem_of(const FormField& field, const FormValue& value);
// The value as JSON, as it is kept and shown. Passwords are neither (CU-114).
std::string kept_value(const FormField& field, const FormValue& value);

// A customer's or address's answers stand under one number (HTTP-93: sessionId); -1, which has
// none, for what can't be an id.
std::int64_t session_of(FormFieldOwner owner, std::int64_t owner_id);
FormFieldOwner owner_of_session(std::int64_t session_id);
std::int64_t owner_id_of_session(std::int64_t session_id);

}  // namespace fieldstone
