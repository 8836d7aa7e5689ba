#include "http/header_list.hpp"

#include <algorithm>
#include <charconv>

namespace fieldstone::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Takes the part before the next `separator` off the front.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::string_view part = rest.substr(0, rest.find(separator));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return trim(part);
}

struct Item {
  std::string_view name;
  bool refused = false;  // q=0
};

// Weights only matter as zero or not: there is one representation to choose.
Item next_item(std::string_view& rest) {
  std::string_view parameters = next_part(rest, ',');
  Item item{next_part(parameters, ';'), false};
  while (!parameters.empty()) {
    const std::string_view parameter = next_part(parameters, ';');
    if (!equals_ignoring_case(parameter.substr(0, 2), "q=")) continue;
    const std::string_view weight = parameter.substr(2);
    item.refused = !weight.empty() && weight.find_first_not_of("0.") == std::string_view::npos;
  }
  return item;
}

// The verdict of the most specific of `names` (most specific first) that the list mentions.
template <std::size_t N>
bool admits(std::string_view list, const std::string_view (&names)[N], bool otherwise) {
  std::size_t best = N;
  bool verdict = otherwise;
  while (!list.empty()) {
    const Item item = next_item(list);
    for (std::size_t i = 0; i < best; ++i) {
      if (!equals_ignoring_case(item.name, names[i])) continue;
      best = i;
      verdict = !item.refused;
    }
  }
  return verdict;
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool accepts_json(std::string_view accept) {
  if (trim(accept).empty()) return true;
  constexpr std::string_view kRanges[] = {"application/json", "application/*", "*/*"};
  return admits(accept, kRanges, false);
}

bool accepts_gzip(std::string_view accept_encoding) {
  constexpr std::string_view kCodings[] = {"gzip", "x-gzip", "*"};
  return admits(accept_encoding, kCodings, false);
}

bool is_json_content_type(std::string_view content_type) {
  return equals_ignoring_case(next_part(content_type, ';'), "application/json");
}

}  // namespace fieldstone::http
