#include "api/gate/attempt_limiter.hpp"

#include <gtest/gtest.h>

namespace fieldstone::api {
namespace {

using namespace std::chrono_literals;

const AttemptLimiter::Clock::time_point kStart{};

TEST(AttemptLimiter, CountsPerEmail) {  // CU-172
  AttemptLimiter limiter({{2, 60s}, {100, 60s}});
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart));
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart));
  EXPECT_EQ(limiter.refuse(StoreId{1}, "a", kStart + 20s), 40s);
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "b", kStart));
  EXPECT_FALSE(limiter.refuse(StoreId{2}, "a", kStart));  // another tenant's attempts do not count
}

TEST(AttemptLimiter, CountsPerStoreOverAllEmails) {  // CU-172
  AttemptLimiter limiter({{10, 60s}, {2, 60s}});
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart));
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "b", kStart));
  EXPECT_TRUE(limiter.refuse(StoreId{1}, "c", kStart));
  EXPECT_FALSE(limiter.refuse(StoreId{2}, "c", kStart));
}

TEST(AttemptLimiter, AWindowEnds) {  // CU-172
  AttemptLimiter limiter({{1, 60s}, {100, 60s}});
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart));
  EXPECT_TRUE(limiter.refuse(StoreId{1}, "a", kStart + 59s));
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart + 60s));
}

TEST(AttemptLimiter, RefusalsDoNotProlongTheWait) {  // CU-172
  AttemptLimiter limiter({{1, 60s}, {100, 60s}});
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart));
  for (int i = 0; i < 200; ++i) EXPECT_TRUE(limiter.refuse(StoreId{1}, "a", kStart + 1s));
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "b", kStart + 1s));  // nor do they use up the store's
  EXPECT_FALSE(limiter.refuse(StoreId{1}, "a", kStart + 60s));
}

}  // namespace
}  // namespace fieldstone::api
