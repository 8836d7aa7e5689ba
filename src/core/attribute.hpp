// Attributes of customers and their values (CU-70 … CU-72, CU-90 … CU-94).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"
#include "core/item_errors.hpp"

namespace fieldstone {

// Stable: stored as numbers.
enum class AttributeType : std::uint8_t { string = 1, number = 2, date = 3 };

std::string_view attribute_type_name(AttributeType type);
std::optional<AttributeType> attribute_type_of(std::string_view name);

struct Attribute {
  std::int64_t id = 0;
  std::string name;
  AttributeType type = AttributeType::string;
  TimeS date_created;
  TimeS date_modified;
};

// The writable members as sent. Views point into the request.
struct AttributeInput {
  IntegerInput id;  // PUT only
  TextInput name;
  TextInput type;
};

enum class AttributeUse : std::uint8_t { created, updated };

void check_attribute(const AttributeInput& input, AttributeUse use, ItemErrors& errors);

struct AttributeValue {
  std::int64_t id = 0;
  std::int64_t attribute_id = 0;
  std::string value;
  CustomerId customer_id;
  TimeS date_created;
  TimeS date_modified;
};

struct AttributeValueInput {
  IntegerInput attribute_id;
  TextInput value;
  IntegerInput customer_id;               // absent within a customer (CU-19)
  std::string_view value_name = "value";  // "attribute_value" within a customer
};

// What the members but for customer_id must be by themselves.
void check_attribute_value(const AttributeValueInput& input, ItemErrors& errors);
// Whether an attribute of the type takes the value (CU-93).
bool fits(AttributeType type, std::string_view value);

}  // namespace fieldstone
