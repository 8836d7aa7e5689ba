// Writes down what came of deliveries: one unit of work for many of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/unit/tx.hpp"
#include "webhooks/domain_block.hpp"

namespace fieldstone::webhooks {

enum class Fate : std::uint8_t {
  delivered,
  again,  // waits for its retry
  lost,   // the last attempt failed: the hook is to be deactivated (WH-81)
};

struct Outcome {
  store::HookKey key;
  std::string client_id;
  std::string destination;
  bool is_exception_hook = false;  // whose own failures are told to nobody (WH-83)
  store::PendingEvent row;         // attempts and next_at as they are to be stored
  store::HookAttempt attempt;
  Fate fate = Fate::delivered;
  bool tell_retry = false;           // the client is to get error 90001
  std::optional<DomainBlock> block;  // this attempt brought it about
  std::string domain;
};

struct Deactivation {
  store::HookKey key;
  std::string destination;
  std::size_t addresses = 0;  // of mail, that are to be told (WH-16)
};

struct Recorded {
  std::vector<Deactivation> deactivated;
  std::vector<store::HookKey> told;  // exception hooks that have new events
};

enum class AttemptLog : std::uint8_t { kept, off };

// Requires: all outcomes are of `store_id`, those of one hook in the order in which they happened.
// An event that is gone meanwhile (WH-84) has no consequences but its line in the log.
Result<Recorded> record(store::Tx& tx, StoreId store_id, std::span<const Outcome> outcomes,
                        AttemptLog log);

}  // namespace fieldstone::webhooks
