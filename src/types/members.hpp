// Members of stored records by name. Requires: the declaration has them, of that kind.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::types {

// "" where it is absent or null. The view points into `members`.
std::string_view view_in(const boost::json::object& members, std::string_view name);
std::string text_in(const boost::json::object& members, std::string_view name);
// 0 where it is absent or null.
std::int64_t integer_in(const boost::json::object& members, std::string_view name);
bool flag_in(const boost::json::object& members, std::string_view name);
// Ten-thousandths; 0 where it is absent or null.
std::int64_t amount_in(const boost::json::object& members, std::string_view name);
bool is_null_in(const boost::json::object& members, std::string_view name);

// The value of a filter that is no field's: true or 1, false or 0. Errors: invalid_parameter.
Result<bool> asked_flag(std::string_view name, std::string_view value);

}  // namespace fieldstone::types
