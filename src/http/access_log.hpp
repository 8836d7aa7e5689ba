// One line for each request: who asked for what, and how it ended; and one for each defect or
// shortage. Names are API; a token, a query or a body never gets here.
#pragma once

#include "base/log.hpp"
#include "http/server.hpp"

namespace fieldstone::http {

class AccessLog final : public Observer {
 public:
  // What goes wrong is logged either way.
  enum class Requests : bool { unlogged, logged };

  // Requires: logger outlives the log.
  AccessLog(log::Logger& logger, Requests requests) : logger_(logger), requests_(requests) {}

  void finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                std::chrono::microseconds duration) override;
  void fault(const Exchange& exchange, std::string_view what) override;
  void cannot_accept(std::string_view why) override;

 private:
  log::Logger& logger_;
  Requests requests_;
};

}  // namespace fieldstone::http
