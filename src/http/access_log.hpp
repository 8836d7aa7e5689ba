// One line for each request: who asked for what, and how it ended. Names are API; a token, a query
// or a body never gets here.
#pragma once

#include "base/log.hpp"
#include "http/server.hpp"

namespace fieldstone::http {

class AccessLog final : public Observer {
 public:
  // Requires: logger outlives the log.
  explicit AccessLog(log::Logger& logger) : logger_(logger) {}

  void finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                std::chrono::microseconds duration) override;
  void fault(const Exchange& exchange, std::string_view what) override;

 private:
  log::Logger& logger_;
};

}  // namespace fieldstone::http
