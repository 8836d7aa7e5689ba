#include "base/memory_budget.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

TEST(MemoryBudget, LeasesShareIt) {
  MemoryBudget budget(100);
  MemoryLease first(&budget, 1);
  EXPECT_TRUE(first.grow_to(60));
  {
    MemoryLease second(&budget, 2);
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
    MemoryLease first(&budget, 1);
    EXPECT_TRUE(first.grow_to(70));
    kept = std::move(first);
  }
  EXPECT_EQ(budget.used(), 70U);
  kept = MemoryLease(&budget, 1);
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryBudget, NoRequestIsLargerThanAllOfIt) {
  MemoryBudget budget(100);
  MemoryLease lease(&budget, 1);
  EXPECT_FALSE(lease.grow_to(101));
  EXPECT_FALSE(lease.grow_to(~std::uint64_t{0}));
  EXPECT_EQ(budget.used(), 0U);
}

TEST(MemoryBudget, OnePartyLeavesHalfToOthers) {  // HTTP-167
  MemoryBudget budget(100);
  MemoryLease first(&budget, 1);
  MemoryLease second(&budget, 1);
  EXPECT_TRUE(first.grow_to(30));
  EXPECT_FALSE(second.grow_to(21));
  EXPECT_TRUE(second.grow_to(20));
  EXPECT_FALSE(first.grow_to(31));
  MemoryLease others(&budget, 2);
  EXPECT_TRUE(others.grow_to(50));
}

TEST(MemoryBudget, TheOnlyRequestOfAPartyMayHaveAll) {  // HTTP-167
  MemoryBudget budget(100);
  MemoryLease only(&budget, 1);
  EXPECT_TRUE(only.grow_to(60));
  EXPECT_TRUE(only.grow_to(100));
  only.shrink_to(60);
  MemoryLease second(&budget, 1);
  EXPECT_FALSE(second.grow_to(1));
  MemoryLease others(&budget, 2);
  EXPECT_TRUE(others.grow_to(40));
}

TEST(MemoryLease, WithoutABudgetThereIsEnough) {
  MemoryLease lease;
  EXPECT_TRUE(lease.grow_to(~std::uint64_t{0}));
}

}  // namespace
}  // namespace fieldstone
