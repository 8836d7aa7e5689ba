// A hook whose events this process delivers. Private to webhooks/.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/response.hpp"
#include "store/hooks/delivery_repo.hpp"
#include "webhooks/destination.hpp"
#include "webhooks/domain_block.hpp"
#include "webhooks/hook_queue.hpp"

namespace fieldstone::webhooks {

struct HookState;

// Where the deliveries of one or more hooks of a store go: scheme, host and port.
struct Target {
  Target(std::int64_t store, std::chrono::milliseconds longest_pause)
      : store_id(store), gate(longest_pause) {}

  std::int64_t store_id;
  Destination gate;
  std::deque<std::shared_ptr<HookState>> ready;  // hooks that may have something to send
  bool starved = false;                          // waits for a place
};

struct HookState {
  store::DeliveryHook hook;
  std::vector<http::Header> headers;  // the hook's own
  std::string secret;                 // the key of signatures
  std::string secret_error;           // why there is none
  DomainKey domain;
  std::shared_ptr<Target> target;

  HookQueue queue;
  unsigned generation = 0;  // of the queue: rows that were read for another one are not for this
  TimeMs lease_until;
  TimeMs lease_try_at;      // not before: somebody else's, or the database is out of reach
  bool leasing = false;     // a unit of work is under way
  bool more = true;         // there may be rows behind the queue's cursor
  bool reload = false;      // to be read anew once nothing is under way
  bool gone = false;        // deleted, changed or lost to another process: nothing is sent any more
  bool in_ready = false;    // is in target->ready
  std::size_t unsaved = 0;  // outcomes that are not committed yet

  bool at_rest() const { return queue.running() == 0 && unsaved == 0; }
};

using Hook = std::shared_ptr<HookState>;

}  // namespace fieldstone::webhooks
