// What has to be done now and then: old attempts and the last hooks of uninstalled apps go, idle
// hooks become inactive. Private to webhooks/.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::webhooks {

namespace asio = boost::asio;

struct Housekeeping {
  store::Store& store;
  const Clock& clock;
  log::Logger& logger;
  int log_days = 0;

  // A piece at a time, so that nobody waits long for it. Several processes may do the same.
  asio::awaitable<void> run();

 private:
  asio::awaitable<void> prune();
  asio::awaitable<void> retire();
};

}  // namespace fieldstone::webhooks
