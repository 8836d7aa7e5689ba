#include "base/memory_budget.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

TEST(MemoryBudget, LeasesShareIt) {
  MemoryBudget budget(100);
  MemoryLease first(&budget);
  EXPECT_TRUE(first.grow_to(60));
  {
    MemoryLease second(&budget);
    EXPECT_FALSE(second.grow_to(41));
    EXPECT_TRUE(second.grow_to(40));
    EXPECT_EQ(budget.used(), 100U);
    EXPECT_FALSE(first.grow_to(61));
  }
  EXPECT_EQ(budget.used(), 60U);
  first.shrink_to(10);
  EXPECT_EQ(budget.used(), 10U);
}

TEST(MemoryBudget, ALeaseIsGivenBackOnce) {
  MemoryBudget budget(100);
  MemoryLease kept;
  {
    MemoryLease first(&budget);
    EXPECT_TRUE(first.grow_to(70));
    kept = std::move(first);
  }
  EXPECT_EQ(budget.used(), 70U);
  kept = MemoryLease(&budget);
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryBudget, NoRequestIsLargerThanAllOfIt) {
  MemoryBudget budget(100);
  MemoryLease lease(&budget);
  EXPECT_FALSE(lease.grow_to(101));
  EXPECT_FALSE(lease.grow_to(~std::uint64_t{0}));
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryLease, WithoutABudgetThereIsEnough) {
  MemoryLease lease;
  EXPECT_TRUE(lease.grow_to(~std::uint64_t{0}));
}

}  // namespace
}  // namespace fieldstone
