#include "base/rfc2822.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

TEST(Rfc2822, WritesAndReadsTheSameMoment) {
  const TimeS time{1655404740};
  EXPECT_EQ(rfc2822_text(time), "Thu, 16 Jun 2022 18:39:00 +0000");
  EXPECT_EQ(parse_rfc2822("Thu, 16 Jun 2022 18:39:00 +0000"), time);
  EXPECT_EQ(parse_rfc2822("16 Jun 2022 18:39:00 GMT"), time);
  EXPECT_EQ(parse_rfc2822("Thu, 16 Jun 2022 20:39:00 +0200"), time);
}

TEST(Rfc2822, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "yesterday", "Thu, 31 Feb 2022 18:39:00 +0000", "Xyz, 16 Jun 2022 18:39:00 +0000",
        "Thu, 16 Jun 2022 25:39:00 +0000", "Thu, 16 Jun 2022 18:39:00", "2022-06-16"}) {
    EXPECT_FALSE(parse_rfc2822(text)) << text;
  }
}

}  // namespace
}  // namespace fieldstone
