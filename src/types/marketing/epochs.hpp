// Moments that V2 takes as dates and answers as Unix seconds in text (MKT-2).
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string_view>

#include "app/records/rules.hpp"

namespace fieldstone::types {

// Seconds as text; "0" where the member is null. Requires: a date as it is stored, or null.
std::string epoch_text(const boost::json::object& members, std::string_view name);

// Replaces stored dates in the answers. Requires: the type is of V2.
void show_epochs(std::span<app::records::Answer> answers, std::span<const std::string_view> names);

}  // namespace fieldstone::types
