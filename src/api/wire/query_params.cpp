#include "api/wire/query_params.hpp"

#include <algorithm>
#include <charconv>

#include "base/timestamp.hpp"
#include "base/utf8.hpp"

namespace fieldstone::api {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

std::optional<std::int64_t> whole_number(std::string_view text) {
  // HTTP-86: "50.0" is a whole number too.
  const auto dot = text.find('.');
  if (dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() &&
      text.find_first_not_of('0', dot + 1) == std::string_view::npos) {
    text = text.substr(0, dot);
  }
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

Result<std::int64_t> positive(const http::QueryString& query, std::string_view name,
                              std::int64_t fallback) {
  const auto text = query.find(name);
  if (!text) return fallback;
  const auto value = whole_number(*text);
  if (!value || *value < 1) return invalid_parameter(name, "must be a positive integer");
  return *value;
}

constexpr std::string_view kNotFilters[] = {"page",  "limit", "before",
                                            "after", "sort",  "direction"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void append(std::string& list, std::string_view name) {
  list.append(list.empty() ? "" : ", ").append(name);
}

// HTTP-9: of two values of one filter neither may be lost in silence.
Status check_repeated(const http::QueryString& query, std::span<const std::string_view> known) {
  std::string repeated;
  for (const auto& parameter : query.parameters()) {
    if (parameter.repeated && contains(known, parameter.name) &&
        !contains(kNotFilters, parameter.name))
      append(repeated, parameter.name);
  }
  if (repeated.empty()) return {};
  return fail(Code::unknown_filter, "HTTP-9",
              "The filter(s): " + repeated + " may be given once, or as a list with :in.");
}

Failure unknown_filters(const std::string& names) {
  return fail(Code::unknown_filter, "HTTP-67",
              "The filter(s): " + names + " are not valid filter parameter(s).");
}

// Adds the parts between commas, decoded by `decode`; blanks behind a comma belong to no value.
template <class Decode>
void add_parts(std::string_view text, Decode decode, std::vector<std::string>& parts) {
  for (bool first = true; !text.empty(); first = false) {
    const auto comma = std::min(text.find(','), text.size());
    std::string part = decode(text.substr(0, comma));
    if (!first) part.erase(0, part.find_first_not_of(' '));
    if (!part.empty()) parts.push_back(std::move(part));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

// Where the values of a list end.
enum class Commas : std::uint8_t {
  any,    // an encoded comma separates, too, where no plain one does: some clients encode them
  plain,  // an encoded comma is a part of its value
};

std::optional<std::vector<std::string>> list_param(const http::QueryString& query,
                                                   std::string_view name, Commas commas) {
  std::optional<std::vector<std::string>> parts;
  for (const auto& parameter : query.parameters()) {
    if (parameter.name != name) continue;
    if (!parts) parts.emplace();
    const std::string_view raw = parameter.raw_value();
    if (commas == Commas::plain || raw.find(',') != std::string_view::npos) {
      add_parts(
          raw,
          [](std::string_view part) {
            return http::percent_decode(part, true).value_or(std::string());
          },
          *parts);
    } else {
      add_parts(parameter.value, [](std::string_view part) { return std::string(part); }, *parts);
    }
  }
  return parts;
}

std::optional<std::vector<std::string>> folded(std::optional<std::vector<std::string>> texts) {
  if (texts) {
    for (std::string& text : *texts) text = fold_case(text);
  }
  return texts;
}

Result<std::optional<ParsedTime>> time_param(const http::QueryString& query,
                                             const std::string& name) {
  const auto text = query.find(name);
  if (!text) return std::optional<ParsedTime>();
  const auto time = parse_time(*text);
  if (!time)
    return invalid_parameter(name, "must be a date such as 2024-05-14T09:34:00 or 2024-05-14");
  return time;
}

}  // namespace

Failure invalid_parameter(std::string_view name, std::string_view why) {
  const std::string field(name);
  return fail(Code::invalid_parameter, "HTTP-86", {}, {{field, field + " " + std::string(why)}});
}

Status check_parameters(const http::QueryString& query, std::span<const std::string_view> known) {
  std::string unknown;
  for (const auto& parameter : query.parameters()) {
    if (!contains(known, parameter.name)) append(unknown, parameter.name);
  }
  if (!unknown.empty()) return unknown_filters(unknown);
  return check_repeated(query, known);
}

Status check_filters(const http::QueryString& query, std::span<const std::string_view> known,
                     std::span<const std::string_view> members) {
  std::string unknown;
  for (const auto& parameter : query.parameters()) {
    const std::string_view name = parameter.name;
    const bool is_filter = name.find(':') != std::string_view::npos || contains(members, name);
    if (is_filter && !contains(known, name)) append(unknown, name);
  }
  if (!unknown.empty()) return unknown_filters(unknown);
  return check_repeated(query, known);
}

Failure filter_required(std::string_view names) {
  return fail(Code::validation, "REC-7",
              "A filter is required: one of " + std::string(names) + ".");
}

Status check_length(std::string_view name, std::size_t size, std::size_t max) {
  if (size <= max) return {};
  return invalid_parameter(name, "takes at most " + std::to_string(max) + " values");
}

std::optional<std::string> text_param(const http::QueryString& query, std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::nullopt;
  return std::string(*text);
}

std::optional<std::string> folded_param(const http::QueryString& query, std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::nullopt;
  return fold_case(*text);
}

std::optional<std::vector<std::string>> texts_param(const http::QueryString& query,
                                                    std::string_view name) {
  return list_param(query, name, Commas::any);
}

std::optional<std::vector<std::string>> folded_texts_param(const http::QueryString& query,
                                                           std::string_view name) {
  return folded(texts_param(query, name));
}

std::optional<std::vector<std::string>> phrases_param(const http::QueryString& query,
                                                      std::string_view name) {
  return list_param(query, name, Commas::plain);
}

std::optional<std::vector<std::string>> folded_phrases_param(const http::QueryString& query,
                                                             std::string_view name) {
  return folded(phrases_param(query, name));
}

Result<std::optional<bool>> flag_param(const http::QueryString& query, std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::optional<bool>();
  if (*text == "true" || *text == "1") return std::optional(true);
  if (*text == "false" || *text == "0") return std::optional(false);
  return invalid_parameter(name, "must be true or false");
}

Result<std::optional<std::int64_t>> integer_param(const http::QueryString& query,
                                                  std::string_view name) {
  const auto text = query.find(name);
  if (!text) return std::optional<std::int64_t>();
  const auto value = whole_number(*text);
  if (!value) return invalid_parameter(name, "must be an integer");
  return value;
}

Result<std::optional<std::vector<std::int64_t>>> integers_param(const http::QueryString& query,
                                                                std::string_view name) {
  const auto parts = texts_param(query, name);
  if (!parts) return std::optional<std::vector<std::int64_t>>();
  std::vector<std::int64_t> values;
  for (const std::string_view part : *parts) {
    const auto first = part.find_first_not_of(' ');
    const auto value =
        first == std::string_view::npos ? std::nullopt : whole_number(part.substr(first));
    if (!value) return invalid_parameter(name, "must be a comma-separated list of integers");
    values.push_back(*value);
  }
  return std::optional(std::move(values));
}

Result<std::optional<std::vector<std::int64_t>>> ids_param(const http::QueryString& query,
                                                           std::string_view name) {
  FS_TRY(auto ids, integers_param(query, name));
  if (ids) FS_TRY_STATUS(check_length(name, ids->size(), kMaxIdsPerFilter));
  return ids;
}

Result<std::vector<std::int64_t>> ids_to_delete(const http::QueryString& query) {
  constexpr std::string_view kKnown[] = {"id:in"};
  FS_TRY_STATUS(check_filters(query, kKnown, {}));
  FS_TRY(auto ids, ids_param(query, "id:in"));
  return std::move(ids).value_or(std::vector<std::int64_t>());
}

Status date_params(const http::QueryString& query, std::string_view name, RangeFilter& range) {
  const std::string field(name);
  FS_TRY(const auto exact, time_param(query, field));
  FS_TRY(const auto min, time_param(query, field + ":min"));
  FS_TRY(const auto max, time_param(query, field + ":max"));
  if (exact) {
    range.at_least(exact->time.value);
    range.at_most(exact->time.value + (exact->date_only ? kSecondsPerDay - 1 : 0));  // HTTP-108
  }
  if (min) range.at_least(min->time.value);
  if (max) range.at_most(max->time.value);
  return {};
}

Result<PageRequest> page_params(const http::QueryString& query,
                                const CursorDecoder& decode_cursor) {
  PageRequest request;
  FS_TRY(const auto limit, positive(query, "limit", kDefaultPageLimit));
  if (limit > kMaxPageLimit) {
    return fail(Code::payload_too_large, "HTTP-85",
                "The request payload is too large. The maximum limit is " +
                    std::to_string(kMaxPageLimit) + ".");
  }
  request.limit = static_cast<int>(limit);
  const auto after = decode_cursor ? query.find("after") : std::nullopt;
  const auto before = decode_cursor ? query.find("before") : std::nullopt;
  if (after && before)
    return invalid_parameter("before", "can not be used together with after");  // HTTP-92
  if (!after && !before) {
    FS_TRY(request.page, positive(query, "page", 1));
    return request;
  }
  request.mode = after ? PageMode::after : PageMode::before;
  auto position = decode_cursor(after ? *after : *before);
  if (!position)
    return invalid_parameter(after ? "after" : "before",
                             "is not a cursor of this list");  // HTTP-94
  request.cursor = *std::move(position);
  return request;
}

}  // namespace fieldstone::api
