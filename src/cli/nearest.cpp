#include "cli/nearest.hpp"

#include <algorithm>

namespace fieldstone::cli {
namespace {

// Damerau's, of adjacent swaps only.
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::vector<std::size_t>;
  std::vector<Row> cost(a.size() + 1, Row(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({replaced, cost[i - 1][j] + 1, cost[i][j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string>& words) {
  std::string found;
  std::size_t least = std::max<std::size_t>(1, (typed.size() + 1) / 3) + 1;
  for (const std::string& word : words) {
    const bool begun = typed.size() > 1 && word.starts_with(typed);
    const std::size_t cost = begun ? 1 : distance(typed, word);
    if (cost >= least) continue;
    least = cost;
    found = word;
  }
  return found;
}

}  // namespace fieldstone::cli
