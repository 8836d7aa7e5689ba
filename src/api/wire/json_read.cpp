#include "api/wire/json_read.hpp"

#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace fieldstone::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDepth = 32;

template <class T, class F>
Input<T> member(const json::object& object, std::string_view name, F convert) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  if (value == nullptr) return {};
  if (value->is_null()) return {InputState::null, {}};
  return convert(*value);
}

// A JSON number that is a whole one: 5, but also 5.0.
IntegerInput whole_number(const json::value& value) {
  if (const auto* integer = value.if_int64()) return {InputState::value, *integer};
  if (const auto* real = value.if_double()) {
    constexpr double kExact =
        9007199254740992.0;  // 2^53: beyond, a double no longer names one integer
    if (std::trunc(*real) == *real && std::fabs(*real) <= kExact) {
      return {InputState::value, static_cast<std::int64_t>(*real)};
    }
  }
  return {InputState::wrong_type, 0};
}

IntegerInput numeric_text(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || error != std::errc() || end != text.data() + text.size())
    return {InputState::wrong_type, 0};
  return {InputState::value, id};
}

bool is_hex_escape(std::string_view text, std::string_view first_digits,
                   std::string_view third_digits) {
  return text.size() >= 6 && text.starts_with("\\u") &&
         first_digits.find(text[2]) != std::string_view::npos &&
         third_digits.find(text[3]) != std::string_view::npos;
}

// The text with every escaped lone surrogate turned into an escaped NUL: both are what no string
// may hold (MF-17), and the checks of the fields name the one that does. Nothing when there is
// none.
std::optional<std::string> without_lone_surrogates(std::string_view body) {
  std::string changed;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < body.size();) {
    const std::string_view rest = body.substr(i);
    const bool leading = is_hex_escape(rest, "dD", "89abAB");
    if (leading && is_hex_escape(rest.substr(6), "dD", "cdefCDEF")) {
      i += 12;
    } else if (leading || is_hex_escape(rest, "dD", "cdefCDEF")) {
      changed.append(body.substr(copied, i - copied)).append("\\u0000");
      i += 6;
      copied = i;
    } else {
      i += rest.front() == '\\' ? 2 : 1;
    }
  }
  if (copied == 0) return std::nullopt;
  return changed.append(body.substr(copied));
}

// Smaller bodies can't hold so many values that they would matter.
constexpr std::size_t kUncountedBytes = 64 * 1024;

// Whether what stands between strings opens or divides more than there may be values. A broken body
// is counted like any other: the parser refuses it afterwards.
bool has_too_many_values(std::string_view body) {
  std::size_t values = 1;
  for (std::size_t i = body.find_first_of("\"[{,"); i < body.size();
       i = body.find_first_of("\"[{,", i + 1)) {
    if (body[i] == '"') {
      do {
        i = body.find_first_of("\"\\", i + 1);
        if (i >= body.size()) return false;  // the string never ends
        if (body[i] == '"') break;
        ++i;  // what is escaped
      } while (true);
    } else if (++values > kMaxBodyValues) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<json::value> parse_body(std::string_view body, const json::storage_ptr& storage) {
  if (body.size() > kUncountedBytes && has_too_many_values(body)) {
    return fail(Code::payload_too_large, "HTTP-18",
                "The request payload is too large. A body may hold at most " +
                    std::to_string(kMaxBodyValues) + " values.");
  }
  json::parse_options options;
  options.max_depth = kMaxDepth;
  json::error_code error;
  json::value value = json::parse({body.data(), body.size()}, error, storage, options);
  if (!error) return value;
  if (const auto repaired = without_lone_surrogates(body)) {
    value = json::parse(*repaired, error, storage, options);
    if (!error) return value;
  }
  return fail(Code::invalid_input, "MF-68", "Syntax error");
}

Result<const json::object*> root_object(const json::value& body) {
  if (const auto* object = body.if_object()) return object;
  return fail(Code::invalid_input, "MF-63", "The request body must be a JSON object");
}

Result<const json::array*> root_array(const json::value& body) {
  if (const auto* array = body.if_array()) return array;
  return fail(Code::invalid_input, "MF-124", "The request body must be a JSON array");
}

TextInput text_member(const json::object& object, std::string_view name) {
  return member<std::string_view>(object, name, [](const json::value& value) -> TextInput {
    const auto* text = value.if_string();
    if (text == nullptr) return {InputState::wrong_type, {}};
    return {InputState::value, std::string_view(text->data(), text->size())};
  });
}

IntegerInput integer_member(const json::object& object, std::string_view name) {
  return member<std::int64_t>(object, name, whole_number);
}

FlagInput flag_member(const json::object& object, std::string_view name) {
  return member<bool>(object, name, [](const json::value& value) -> FlagInput {
    const auto* flag = value.if_bool();
    if (flag == nullptr) return {InputState::wrong_type, false};
    return {InputState::value, *flag};
  });
}

Input<std::vector<std::string_view>> texts_member(const json::object& object,
                                                  std::string_view name) {
  using Texts = Input<std::vector<std::string_view>>;
  return member<std::vector<std::string_view>>(object, name, [](const json::value& value) -> Texts {
    const auto* array = value.if_array();
    if (array == nullptr) return {InputState::wrong_type, {}};
    Texts input{InputState::value, {}};
    for (const json::value& item : *array) {
      const auto* text = item.if_string();
      if (text == nullptr) return {InputState::wrong_type, {}};
      input.value.emplace_back(text->data(), text->size());
    }
    return input;
  });
}

Input<std::vector<std::int64_t>> amounts_member(const json::object& object, std::string_view name) {
  using Amounts = Input<std::vector<std::int64_t>>;
  return member<std::vector<std::int64_t>>(object, name, [](const json::value& value) -> Amounts {
    const auto* array = value.if_array();
    if (array == nullptr) return {InputState::wrong_type, {}};
    Amounts input{InputState::value, {}};
    for (const json::value& item : *array) {
      const auto* entry = item.if_object();
      const json::value* amount = entry == nullptr ? nullptr : entry->if_contains("amount");
      if (amount == nullptr || !amount->is_number()) return {InputState::wrong_type, {}};
      const double hundredths = std::round(amount->to_number<double>() * 100);
      constexpr double kExact = 9007199254740992.0;  // 2^53
      if (std::fabs(hundredths) > kExact) return {InputState::wrong_type, {}};
      input.value.push_back(static_cast<std::int64_t>(hundredths));
    }
    return input;
  });
}

IntegersInput integers_member(const json::object& object, std::string_view name) {
  return member<std::vector<std::int64_t>>(object, name,
                                           [](const json::value& value) -> IntegersInput {
                                             const auto* array = value.if_array();
                                             if (array == nullptr)
                                               return {InputState::wrong_type, {}};
                                             IntegersInput input{InputState::value, {}};
                                             for (const json::value& item : *array) {
                                               const IntegerInput integer = whole_number(item);
                                               if (!integer.has_value())
                                                 return {InputState::wrong_type, {}};
                                               input.value.push_back(integer.value);
                                             }
                                             return input;
                                           });
}

IntegerInput id_member(const json::object& object, std::string_view name) {
  return member<std::int64_t>(object, name, id_value);
}

IntegerInput id_value(const json::value& value) {
  if (const auto* text = value.if_string()) return numeric_text({text->data(), text->size()});
  return whole_number(value);
}

const json::object* object_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  return value == nullptr ? nullptr : value->if_object();
}

}  // namespace fieldstone::api
