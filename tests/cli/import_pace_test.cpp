#include "cli/import_pace.hpp"

#include <gtest/gtest.h>

namespace fieldstone::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Pace : public testing::Test {
 protected:
  // One group; `foreign` is the count of foreign commits that it finds.
  std::size_t group(std::uint64_t foreign, ImportPace::Clock::duration took) {
    const std::size_t rows = pace.take(pace.wanted(), foreign, now);
    pause = pace.pause_after(rows, took);
    now += took + pause;
    return rows;
  }

  ImportPace pace;
  ImportPace::Clock::time_point now{seconds(1000)};
  ImportPace::Clock::duration pause{};
};

TEST_F(Pace, AloneTakesManyRowsAndNoPause) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(group(0, milliseconds(2)), 1000U);
  EXPECT_EQ(pause, pause.zero());
}

TEST_F(Pace, RowsThatAreDearMakeSmallerGroups) {
  group(0, milliseconds(100));
  EXPECT_EQ(pace.wanted(), 100U);
  group(0, milliseconds(10'000));
  EXPECT_EQ(pace.wanted(), 50U) << "a commit has a price of its own";
}

TEST_F(Pace, TheGroupThatFindsOthersIsSmallAlready) {
  EXPECT_EQ(group(0, milliseconds(10)), 1000U);
  EXPECT_EQ(group(1, milliseconds(1)), 100U) << "though a thousand are at hand";
  EXPECT_GT(pause, milliseconds(1));
  group(2, milliseconds(50));
  EXPECT_EQ(pace.wanted(), 5U);
}

TEST_F(Pace, GrowsAgainWhenNobodyWroteForASecond) {
  group(1, milliseconds(1));
  while (pause != pause.zero()) {
    ASSERT_LT(now, ImportPace::Clock::time_point(seconds(1002)));
    group(1, milliseconds(1));
  }
  for (int i = 0; i < 10; ++i) group(1, milliseconds(2));
  EXPECT_EQ(pace.wanted(), 1000U);
}

}  // namespace
}  // namespace fieldstone::cli
