#include "base/descriptors.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace fieldstone {
namespace {

TEST(Descriptors, AreRaisedAsFarAsTheSystemLets) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit low{64, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(raise_descriptor_limit(32), 64U);  // never lowered
  EXPECT_EQ(raise_descriptor_limit(128), 128U);
  rlimit now{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &now), 0);
  EXPECT_EQ(now.rlim_cur, 128U);
  EXPECT_EQ(raise_descriptor_limit(before.rlim_max), before.rlim_max);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace fieldstone
