// A client's JSON value against its field: checked, and turned into what is stored.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "app/records/rules.hpp"

namespace fieldstone::app::records {

inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

// How values of one type are read.
struct Reading {
  const record::RecordType& type;
  Use use;
  ItemErrors& errors;
};

// The stored form; nothing where `errors` says why, or where null stands for absence.
// `name`: the member's path within the item, "custom_url.url".
std::optional<boost::json::value> read_value(const record::Field& field,
                                             const boost::json::value& value,
                                             const std::string& name, const Reading& reading);

// The members of `fields` that the object has. Unknown ones are passed over, as is what is
// read-only. Errors: also for required members that a create lacks.
Object read_members(std::span<const record::Field> fields, const Object& object,
                    const std::string& prefix, const Reading& reading);

// A moment as the type writes it.
std::string date_text(record::Dates dates, TimeS time);
// A moment as any type writes it.
std::optional<TimeS> date_of(std::string_view text);

// "12.3400": four decimals. Requires: ten-thousandths.
std::string money_text(std::int64_t amount);
// A number, or text that is one: V2 sends and stores such.
std::optional<double> number_of(const boost::json::value& value);
// Whether a number lies within a field's bounds.
bool is_within(const record::Field& field, double number);
// Ten-thousandths of a number or of text that is one.
std::optional<std::int64_t> amount_of(const boost::json::value& value);

}  // namespace fieldstone::app::records
