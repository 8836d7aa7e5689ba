// JSON documents as text. Numbers come out as people write them: 12.345, never 1.2345E1.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace fieldstone::json {

// Appends the value, compact, members in their order. Requires: depth and text were checked when it
// was read.
void append(std::string& out, const boost::json::value& value);

std::string to_text(const boost::json::value& value);

// The same bytes for an object.
std::string to_text(const boost::json::object& object);

}  // namespace fieldstone::json
