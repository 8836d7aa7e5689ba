#include "core/country.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "core/country_tables.hpp"

namespace fieldstone {
namespace {

const std::vector<Country>& by_code() {
  static const std::vector<Country> sorted = [] {
    const auto table = country_table();
    std::vector<Country> made(table.begin(), table.end());
    std::sort(made.begin(), made.end(),
              [](const Country& a, const Country& b) { return a.iso2 < b.iso2; });
    return made;
  }();
  return sorted;
}

}  // namespace

std::string_view country_name(std::string_view code) {
  const auto& sorted = by_code();
  const auto found =
      std::lower_bound(sorted.begin(), sorted.end(), code,
                       [](const Country& row, std::string_view key) { return row.iso2 < key; });
  return found != sorted.end() && found->iso2 == code ? found->name : std::string_view();
}

std::string_view country_code(std::string_view name) {
  static const std::map<std::string, std::string_view> by_name = [] {
    std::map<std::string, std::string_view> made;
    for (const Country& country : country_table())
      made.emplace(fold_case(country.name), country.iso2);
    return made;
  }();
  const auto found = by_name.find(fold_case(name));
  return found == by_name.end() ? std::string_view() : found->second;
}

std::span<const Country> countries() {
  const auto all = country_table();
  const auto end = std::find_if(all.begin(), all.end(), [](const Country& c) { return c.id == 0; });
  return all.first(static_cast<std::size_t>(end - all.begin()));
}

std::span<const State> states() { return state_table(); }

std::span<const State> states_of(std::int64_t country_id) {
  const auto all = state_table();
  const auto is_its = [country_id](const State& state) { return state.country_id == country_id; };
  const auto first = std::find_if(all.begin(), all.end(), is_its);
  return {first, std::find_if_not(first, all.end(), is_its)};
}

}  // namespace fieldstone
