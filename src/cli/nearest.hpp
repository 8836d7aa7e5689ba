// The word that was meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fieldstone::cli {

// The first of `words` with the fewest letters to change, insert, remove or swap; a word that
// begins with the typed one is near as well. Empty when none is near.
std::string nearest(std::string_view typed, const std::vector<std::string>& words);

}  // namespace fieldstone::cli
