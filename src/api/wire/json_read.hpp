// Request bodies: bounded parsing and typed readers of single members.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/input.hpp"

namespace fieldstone::api {

// The most values of a body, of all depths together (HTTP-18): one takes some 24 bytes, and a body
// of two bytes a value would take twelve times its size.
inline constexpr std::size_t kMaxBodyValues = 250'000;

// Parses a whole body. Depth and values are bounded; text is checked UTF-8.
// A lone surrogate arrives as U+0000: the checks of fields refuse both alike (MF-17).
// Errors: invalid_input "Syntax error" (MF-140); payload_too_large for too many values (HTTP-18).
Result<boost::json::value> parse_body(std::string_view body,
                                      const boost::json::storage_ptr& storage);

// Root type checks. Errors: invalid_input (MF-63, MF-124).
Result<const boost::json::object*> root_object(const boost::json::value& body);
Result<const boost::json::array*> root_array(const boost::json::value& body);

// Members; absent where the object has none of that name.
TextInput text_member(const boost::json::object& object, std::string_view name);
IntegerInput integer_member(const boost::json::object& object, std::string_view name);
FlagInput flag_member(const boost::json::object& object, std::string_view name);
// An array of strings.
Input<std::vector<std::string_view>> texts_member(const boost::json::object& object,
                                                  std::string_view name);
// An array of {"amount": number}, in hundredths, rounded.
Input<std::vector<std::int64_t>> amounts_member(const boost::json::object& object,
                                                std::string_view name);
IntegersInput integers_member(const boost::json::object& object, std::string_view name);

// An id as a number or a numeric string (MF-121, MF-159).
IntegerInput id_member(const boost::json::object& object, std::string_view name);
IntegerInput id_value(const boost::json::value& value);

// The object's member of that name if it is an object itself, else nothing.
const boost::json::object* object_member(const boost::json::object& object, std::string_view name);

}  // namespace fieldstone::api
