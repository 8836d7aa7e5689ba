#include "base/turns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace fieldstone {
namespace {

TEST(Turns, PartiesAlternate) {
  Turns<int> turns({100, 100});
  for (int i = 0; i < 5; ++i) turns.push(1, i);
  turns.push(2, 10);
  turns.push(3, 20);
  turns.push(2, 11);
  std::vector<int> order;
  while (!turns.empty()) order.push_back(turns.pop().second);
  EXPECT_EQ(order, (std::vector<int>{0, 10, 20, 1, 11, 2, 3, 4}));
}

TEST(Turns, OneFullPartyLeavesRoomForOthers) {
  Turns<int> turns({5, 3});
  for (int i = 0; i < 3; ++i) turns.push(1, i);
  EXPECT_FALSE(turns.has_room(1));
  EXPECT_TRUE(turns.has_room(2));
  turns.push(2, 0);
  turns.push(2, 1);
  EXPECT_FALSE(turns.has_room(3));  // all together
  EXPECT_EQ(turns.size(), 5U);
}

TEST(Turns, APartyMayBePassedOver) {
  Turns<int> turns({100, 100});
  turns.push(1, 1);
  turns.push(2, 2);
  const auto not_first = [](std::int64_t party) { return party != 1; };
  ASSERT_TRUE(turns.has_for(not_first));
  EXPECT_EQ(turns.pop(not_first).second, 2);
  EXPECT_FALSE(turns.has_for(not_first));
  EXPECT_EQ(turns.pop().second, 1);
}

TEST(Turns, FirstItemsAreTakenOfAll) {
  Turns<int> turns({100, 100});
  for (const int item : {1, 2, 9, 3}) turns.push(1, item);
  turns.push(2, 4);
  auto taken = turns.take_first([](int item) { return item < 5; });
  std::sort(taken.begin(), taken.end());
  EXPECT_EQ(taken, (std::vector<int>{1, 2, 4}));
  EXPECT_EQ(turns.size(), 2U);
  EXPECT_EQ(turns.pop().second, 9);
  EXPECT_EQ(turns.pop().second, 3);
  EXPECT_TRUE(turns.empty());
}

TEST(Turns, WhatIsGivenBackComesFirst) {
  Turns<int> turns({100, 100});
  turns.push(1, 1);
  turns.push(1, 2);
  turns.push(2, 3);
  const auto [party, item] = turns.pop();
  turns.give_back(party, item);  // behind the other party's turn, before its own next
  std::vector<int> order;
  while (!turns.empty()) order.push_back(turns.pop().second);
  EXPECT_EQ(order, (std::vector<int>{3, 1, 2}));
  turns.push(2, 5);
  turns.give_back(7, 6);
  EXPECT_EQ(turns.pop().second, 6);
}

}  // namespace
}  // namespace fieldstone
