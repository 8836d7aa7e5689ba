#include "api/wire/path_ids.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace fieldstone::api {

namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

}  // namespace

Result<std::int64_t> path_integer(std::string_view text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (!digits)
    return fail(Code::invalid_input, "HTTP-6", "The id in the path must be a positive integer");
  return number_of(text).value_or(std::numeric_limits<std::int64_t>::max());
}

bool is_beyond_ids(std::string_view text) { return !number_of(text); }

Result<std::int64_t> path_entity(std::string_view text) {
  auto id = path_integer(text);
  if (!id) return fail(Code::not_found, "HTTP-64");
  return id;
}

}  // namespace fieldstone::api
