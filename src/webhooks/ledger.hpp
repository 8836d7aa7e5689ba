// Outcomes of deliveries on their way into the database, many in one unit of work. Private to
// webhooks/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "store/unit/store.hpp"
#include "webhooks/hook_state.hpp"
#include "webhooks/record.hpp"

namespace fieldstone::webhooks {

namespace asio = boost::asio;

// Thread: the loop's.
class Ledger {
 public:
  // Called after a COMMIT with what it did.
  using Done = std::function<void(const Recorded&)>;
  struct Parts {
    asio::io_context& context;
    store::Store& store;
    log::Logger& logger;
    AttemptLog log = AttemptLog::kept;
    Done done;
  };

  explicit Ledger(Parts parts) : parts_(std::move(parts)) {}

  void add(const Hook& hook, Outcome outcome);
  // Outcomes that are not committed yet.
  std::size_t unsaved() const { return unsaved_; }
  // From now on nothing is tried again that the database refuses.
  void hurry() { hurry_ = true; }
  bool idle() const { return writing_ == 0; }

 private:
  struct Entry {
    Hook hook;
    Outcome outcome;
  };
  struct Page {
    std::vector<Entry> entries;
    bool writing = false;
  };

  asio::awaitable<void> write(std::int64_t store_id);
  asio::awaitable<bool> write_batch(std::int64_t store_id, const std::vector<Outcome>* outcomes);
  asio::awaitable<void> pause(std::chrono::milliseconds span);

  Parts parts_;
  std::map<std::int64_t, Page> pages_;  // by store
  std::size_t unsaved_ = 0;
  std::size_t writing_ = 0;
  bool hurry_ = false;
};

}  // namespace fieldstone::webhooks
