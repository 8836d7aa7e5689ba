#include "store/customers/name_grams.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace fieldstone::store {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

TEST(NameGrams, ArePiecesOfSixThreeTwoAndOneCharacters) {  // CU-41
  EXPECT_EQ(name_grams("ann lee"),
            "ann_le nn_lee ann nn_ n_l _le lee an nn n_ _l le ee a n n _ l e e");
  EXPECT_EQ(name_grams("øß"), "øß ø ß");
  EXPECT_EQ(name_grams("o\"h"), "o_h o_ _h o _ h");
  EXPECT_EQ(name_grams(""), "");
}

TEST(NameGrams, ASearchAsksForTheLongestPiecesAtEitherEnd) {  // CU-41
  EXPECT_EQ(name_query("émile zola"), "\"émile_\" AND \"e_zola\"");
  EXPECT_EQ(name_query("émilez"), "\"émilez\"");
  EXPECT_EQ(name_query("lore"), "\"lor\" AND \"ore\"");
  EXPECT_EQ(name_query("é\""), "\"é_\"");
  EXPECT_EQ(name_query("q"), "\"q\"");
}

// CU-41: the index may find too much, never too little.
RC_GTEST_PROP(NameGrams, EachNameHasWhatItsSubstringsAskFor, ()) {
  const std::vector<std::string> letters{"a", "b", "é", "世", " ",   "\"",
                                         "'", "%", "_", "0",  "\x7F"};
  const auto length = *rc::gen::inRange<std::size_t>(1, 20);
  const auto chosen =
      *rc::gen::container<std::vector<std::string>>(length, rc::gen::elementOf(letters));
  const auto from = *rc::gen::inRange<std::size_t>(0, length);
  const auto to = *rc::gen::inRange(from + 1, length + 1);
  std::string name;
  std::string substring;
  for (std::size_t i = 0; i < length; ++i) {
    name += chosen[i];
    if (i >= from && i < to) substring += chosen[i];
  }
  const auto words = words_of(name_grams(name));
  for (std::string asked : words_of(name_query(substring))) {
    if (asked == "AND") continue;
    asked = asked.substr(1, asked.size() - 2);
    RC_ASSERT(std::find(words.begin(), words.end(), asked) != words.end());
  }
}

}  // namespace
}  // namespace fieldstone::store
