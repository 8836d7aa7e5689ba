#include "core/attribute.hpp"

#include "base/timestamp.hpp"
#include "core/limits.hpp"

namespace fieldstone {
namespace {

constexpr AttributeType kTypes[] = {AttributeType::string, AttributeType::number,
                                    AttributeType::date};

bool is_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// -12, 0.5, +3.25; neither exponents nor a bare point.
bool is_decimal(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const auto point = text.find('.');
  if (point == std::string_view::npos) return !text.empty() && is_digits(text);
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = text.substr(point + 1);
  return !whole.empty() && !rest.empty() && is_digits(whole) && is_digits(rest);
}

// A date or a date-time; Unix seconds are none (CU-93).
bool is_date(std::string_view text) { return !is_digits(text) && parse_time(text).has_value(); }

}  // namespace

std::string_view attribute_type_name(AttributeType type) {
  switch (type) {
    case AttributeType::string: return "string";
    case AttributeType::number: return "number";
    case AttributeType::date: return "date";
  }
  return {};
}

std::optional<AttributeType> attribute_type_of(std::string_view name) {
  for (const AttributeType type : kTypes) {
    if (attribute_type_name(type) == name) return type;
  }
  return std::nullopt;
}

void check_attribute(const AttributeInput& input, AttributeUse use, ItemErrors& errors) {
  const bool created = use == AttributeUse::created;
  if (!created) errors.id("id", input.id, Presence::required);
  errors.text("name", input.name, {1, kMaxAttributeNameCodePoints},
              created ? Presence::required : Presence::optional);
  if (is_absent(input.type, created ? Presence::required : Presence::optional)) {
    if (created) errors.missing("type");
  } else if (!input.type.has_value() || !attribute_type_of(input.type.value)) {
    errors.add("type", "type must be string, number or date");
  }
}

void check_attribute_value(const AttributeValueInput& input, ItemErrors& errors) {
  errors.id("attribute_id", input.attribute_id, Presence::required);
  errors.text(input.value_name, input.value, {0, kMaxAttributeValueCodePoints}, Presence::required);
}

bool fits(AttributeType type, std::string_view value) {
  if (value.empty()) return true;
  switch (type) {
    case AttributeType::string: return true;
    case AttributeType::number: return is_decimal(value);
    case AttributeType::date: return is_date(value);
  }
  return false;
}

}  // namespace fieldstone
