#include "json/write.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace fieldstone::json {
namespace {

std::string again(std::string_view text) {
  return to_text(boost::json::parse({text.data(), text.size()}));
}

TEST(JsonText, NumbersComeOutAsPeopleWriteThem) {
  EXPECT_EQ(again("[12.345,2.5,0.1,100.0,-0.25,1e3]"), "[12.345,2.5,0.1,100,-0.25,1000]");
  EXPECT_EQ(again("[9007199254740993,18446744073709551615]"),
            "[9007199254740993,18446744073709551615]");
  EXPECT_EQ(again("[1e300]"), "[1e+300]");
}

TEST(JsonText, MembersKeepTheirOrderAndTextsTheirCharacters) {
  EXPECT_EQ(again(R"({"b":1,"a":{"z":null,"y":[true,false]},"t":"\"\\\u0007é"})"),
            R"({"b":1,"a":{"z":null,"y":[true,false]},"t":"\"\\\u0007é"})");
}

}  // namespace
}  // namespace fieldstone::json
