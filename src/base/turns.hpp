// A queue in which parties take turns: who brings much waits behind himself, not before others.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fieldstone {

// Items of one party keep their order. Thread: one at a time.
template <class Item>
class Turns {
 public:
  struct Limits {
    std::size_t all = 0;
    std::size_t each = 0;  // of one party
  };

  explicit Turns(Limits limits) : limits_(limits) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  // Whether the party may bring another one.
  bool has_room(std::int64_t party) const {
    if (size_ >= limits_.all) return false;
    const auto found = parties_.find(party);
    return found == parties_.end() || found->second.size() < limits_.each;
  }

  void push(std::int64_t party, Item item) {
    auto& items = parties_[party];
    if (items.empty()) order_.push_back(party);
    items.push_back(std::move(item));
    ++size_;
  }
  // Gives back what pop() gave: it is the party's first again, whose turn is the next.
  void give_back(std::int64_t party, Item item) {
    auto& items = parties_[party];
    if (items.empty()) order_.push_front(party);
    items.push_front(std::move(item));
    ++size_;
  }

  // Whether a party that `may(party)` has an item.
  template <class May>
  bool has_for(May may) const {
    return std::any_of(order_.begin(), order_.end(), may);
  }

  // The first item of the party whose turn it is, and the party. Requires: not empty.
  std::pair<std::int64_t, Item> pop() {
    return pop([](std::int64_t) { return true; });
  }
  // The same of those that `may(party)`. Requires: has_for(may).
  template <class May>
  std::pair<std::int64_t, Item> pop(May may) {
    const auto turn = std::find_if(order_.begin(), order_.end(), may);
    const std::int64_t party = *turn;
    order_.erase(turn);
    const auto found = parties_.find(party);
    std::pair<std::int64_t, Item> taken{party, std::move(found->second.front())};
    found->second.pop_front();
    --size_;
    if (found->second.empty()) {
      parties_.erase(found);
    } else {
      order_.push_back(party);
    }
    return taken;
  }

  // Takes the first items of each party as long as `wanted(item)`.
  template <class Wanted>
  std::vector<Item> take_first(Wanted wanted) {
    std::vector<Item> taken;
    for (auto party = parties_.begin(); party != parties_.end();) {
      auto& items = party->second;
      for (; !items.empty() && wanted(items.front()); --size_) {
        taken.push_back(std::move(items.front()));
        items.pop_front();
      }
      if (!items.empty()) {
        ++party;
        continue;
      }
      order_.erase(std::find(order_.begin(), order_.end(), party->first));
      party = parties_.erase(party);
    }
    return taken;
  }

 private:
  Limits limits_;
  std::unordered_map<std::int64_t, std::deque<Item>> parties_;  // with items
  std::deque<std::int64_t> order_;
  std::size_t size_ = 0;
};

}  // namespace fieldstone
