// The pieces of a name by which its substrings are found (CU-41): what the index of
// store/name_search keeps, and what a search asks it for. Private to store/.
#pragma once

#include <string>
#include <string_view>

namespace fieldstone::store {

// All pieces of one, two, three and six characters, as words between spaces. Letters and digits
// stay, other ASCII becomes '_': a piece may stand for more than one text.
// Requires: valid UTF-8, case-folded. Stable: an index must be made anew when it changes.
std::string name_grams(std::string_view name);

// Words that every name with this substring has, few other names, joined by " AND ": at most two,
// the longest pieces at its beginning and its end. In the syntax of FTS5. Requires: valid UTF-8,
// case-folded, not empty.
std::string name_query(std::string_view substring);

}  // namespace fieldstone::store
