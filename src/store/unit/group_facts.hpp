// What the units of one transaction need not ask the database for each anew: nobody else writes to
// their stores until it ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/ids.hpp"
#include "store/hooks/hook_repo.hpp"

namespace fieldstone::store {

struct GroupFacts {
  struct Listeners {
    StoreId store_id;
    std::vector<ActiveHook> hooks;
  };
  // Numbers of events that are taken from the sequence and not given away yet. What is left at the
  // end is a gap, which nobody minds.
  struct EventIds {
    StoreId store_id;
    std::int64_t next = 0;
    std::int64_t end = 0;
  };

  std::optional<Listeners> listeners;
  EventIds event_ids;
  std::size_t units_left = 1;  // the one that runs included
  bool hooks_changed = false;  // or the accounts that they belong to, perhaps, by this unit

  // A unit that failed is taken back, and with it what it has asked for.
  void unit_ended(bool succeeded) {
    if (units_left > 1) --units_left;
    if (hooks_changed || !succeeded) listeners.reset();
    if (!succeeded) event_ids = {};
    hooks_changed = false;
  }
};

}  // namespace fieldstone::store
