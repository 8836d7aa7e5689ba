#include "app/records/values.hpp"

#include <charconv>
#include <cmath>

#include "base/rfc2822.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"
#include "json/write.hpp"

namespace fieldstone::app::records {
namespace {

using boost::json::value;
using record::Field;
using record::Kind;

std::optional<std::int64_t> whole_number_of(const value& from) {
  if (const auto* integer = from.if_int64()) return *integer;
  const auto number = number_of(from);
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!number || std::trunc(*number) != *number || std::fabs(*number) > kExact) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

std::string between(const Field& field) {
  return std::to_string(field.min) + " and " + std::to_string(field.max);
}

class Reader {
 public:
  Reader(const Field& field, const value& from, const std::string& name, const Reading& reading)
      : field_(field), from_(from), name_(name), reading_(reading) {}

  std::optional<value> read() {
    if (from_.is_null()) return null();
    switch (field_.kind) {
      case Kind::text: return text();
      case Kind::integer: return integer();
      case Kind::number: return number();
      case Kind::money: return money();
      case Kind::flag: return flag();
      case Kind::choice: return choice();
      case Kind::date: return date();
      case Kind::object: return object();
      case Kind::list: return list();
      case Kind::document: return document();
      case Kind::id:
      case Kind::parent:
      case Kind::created:
      case Kind::modified: return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  std::optional<value> broken(const std::string& why) {
    reading_.errors.add(name_, name_ + " " + why);
    return std::nullopt;
  }

  std::optional<value> null() {
    if (field_.nullable) return value(nullptr);
    if (field_.writable == record::Writable::required) return broken("must not be null");
    return std::nullopt;
  }

  std::optional<value> text() {
    const auto* text = from_.if_string();
    if (text == nullptr) return broken("must be a string");
    if (has_nul(view(*text))) return broken("must not contain U+0000 or half a surrogate pair");
    const auto length = static_cast<std::int64_t>(code_points(view(*text)));
    if (length < field_.min || length > field_.max)
      return broken("must be between " + between(field_) + " characters long");
    return from_;
  }

  std::optional<value> integer() {
    const auto integer = whole_number_of(from_);
    if (!integer) return broken("must be an integer");
    if (*integer < field_.min || *integer > field_.max)
      return broken("must be between " + between(field_));
    return value(*integer);
  }

  std::optional<value> number() {
    const auto number = number_of(from_);
    if (!number) return broken("must be a number");
    if (!is_within(field_, *number)) return broken("must be between " + between(field_));
    return from_.is_number() ? from_ : as_number(*number);
  }

  std::optional<value> money() {
    auto sent = number();
    if (!sent) return std::nullopt;
    if (reading_.type.face == record::Face::v3) return sent;
    return value(money_text(*amount_of(*sent)));
  }

  static value as_number(double number) {
    if (std::trunc(number) == number) return value(static_cast<std::int64_t>(number));
    return value(number);
  }

  std::optional<value> flag() {
    if (from_.is_bool()) return from_;
    // V2 clients also write 0 and 1, and the words.
    if (reading_.type.face == record::Face::v2) {
      if (const auto integer = whole_number_of(from_); integer && (*integer == 0 || *integer == 1))
        return value(*integer == 1);
      const auto* word = from_.if_string();
      if (word != nullptr && (*word == "true" || *word == "false")) return value(*word == "true");
    }
    return broken("must be true or false");
  }

  std::optional<value> choice() {
    const auto* text = from_.if_string();
    std::string known;
    for (const std::string_view option : field_.choices) {
      if (text != nullptr && view(*text) == option) return from_;
      known += (known.empty() ? "" : ", ") + std::string(option);
    }
    return broken("must be one of " + known);
  }

  std::optional<value> date() {
    const auto* text = from_.if_string();
    if (text != nullptr && text->empty() && field_.nullable) return value(nullptr);
    const auto time = text == nullptr ? std::nullopt : date_of(view(*text));
    if (!time || !is_writable(*time)) return broken("must be a date");
    return value(date_text(reading_.type.dates, *time));
  }

  std::optional<value> object() {
    const auto* members = from_.if_object();
    if (members == nullptr) return broken("must be an object");
    return value(read_members(field_.members, *members, name_ + ".", reading_));
  }

  std::optional<value> list() {
    const auto* items = from_.if_array();
    if (items == nullptr) return broken("must be an array");
    const auto size = static_cast<std::int64_t>(items->size());
    if (size < field_.min || size > field_.max)
      return broken("must have between " + between(field_) + " items");
    boost::json::array taken;
    taken.reserve(items->size());
    for (std::size_t i = 0; i < items->size(); ++i) {
      const std::string name = name_ + "." + std::to_string(i);
      if (field_.item != nullptr) {
        if (auto item = read_value(*field_.item, (*items)[i], name, reading_))
          taken.push_back(*std::move(item));
      } else if (const auto* object = (*items)[i].if_object()) {
        const Reading whole{reading_.type, Use::create, reading_.errors};
        taken.emplace_back(read_members(field_.members, *object, name + ".", whole));
      } else {
        reading_.errors.add(name, name + " must be an object");
      }
    }
    return value(std::move(taken));
  }

  std::optional<value> document() {
    if (static_cast<std::int64_t>(json::to_text(from_).size()) > field_.max)
      return broken("must not be longer than " + std::to_string(field_.max) + " bytes");
    return from_;
  }

  const Field& field_;
  const value& from_;
  const std::string& name_;
  const Reading& reading_;
};

}  // namespace

std::optional<value> read_value(const Field& field, const value& from, const std::string& name,
                                const Reading& reading) {
  return Reader(field, from, name, reading).read();
}

Object read_members(std::span<const Field> fields, const Object& object, const std::string& prefix,
                    const Reading& reading) {
  Object taken;
  for (const Field& field : fields) {
    const bool shadow = !field.is_answered() && field.column != record::Column::none;
    if (!field.is_settable() || shadow) continue;
    const value* sent = object.if_contains(field.name);
    const std::string name = prefix + std::string(field.name);
    if (sent == nullptr) {
      const bool needed =
          field.writable == record::Writable::required && reading.use == Use::create;
      if (needed) reading.errors.missing(name);
      continue;
    }
    if (auto member = read_value(field, *sent, name, reading))
      taken.emplace(field.name, *std::move(member));
  }
  return taken;
}

std::string date_text(record::Dates dates, TimeS time) {
  using Suffix = TimestampText::Suffix;
  switch (dates) {
    case record::Dates::zulu: return std::string(TimestampText(time, Suffix::zulu));
    case record::Dates::offset: return std::string(TimestampText(time, Suffix::offset));
    case record::Dates::rfc2822: return rfc2822_text(time);
  }
  return {};
}

std::optional<TimeS> date_of(std::string_view text) {
  if (const auto time = parse_time(text)) return time->time;
  return parse_rfc2822(text);
}

std::string money_text(std::int64_t amount) {
  const std::uint64_t size =
      amount < 0 ? 0 - static_cast<std::uint64_t>(amount) : static_cast<std::uint64_t>(amount);
  constexpr std::uint64_t kScale = 10'000;
  std::string fraction = std::to_string(kScale + size % kScale).substr(1);
  return (amount < 0 ? "-" : "") + std::to_string(size / kScale) + "." + fraction;
}

std::optional<double> number_of(const value& from) {
  if (from.is_number()) return from.to_number<double>();
  const auto* text = from.if_string();
  if (text == nullptr || text->empty()) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

bool is_within(const Field& field, double number) {
  return number >= static_cast<double>(field.min) && number <= static_cast<double>(field.max);
}

std::optional<std::int64_t> amount_of(const value& from) {
  const auto number = number_of(from);
  constexpr double kScale = 10'000;
  constexpr double kMost = 9e14;
  if (!number || std::fabs(*number) > kMost) return std::nullopt;
  return static_cast<std::int64_t>(std::llround(*number * kScale));
}

}  // namespace fieldstone::app::records
