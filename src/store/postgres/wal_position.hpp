// Where the primary's log is, and whether a replica has followed.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/worker.hpp"

namespace fieldstone::store::postgres {

// A place in the log. Places compare within one timeline only: a failover begins another one.
struct WalPosition {
  std::string lsn;
  std::int64_t timeline = 0;
};

// Asks the primary, once for all who wait.
// Thread: any.
class PrimaryPosition {
 public:
  PrimaryPosition(const ConnectOptions& primary, log::Logger& logger);
  ~PrimaryPosition();
  PrimaryPosition(const PrimaryPosition&) = delete;
  PrimaryPosition& operator=(const PrimaryPosition&) = delete;

  // A place that is not before any commit that was acknowledged to anybody before this call, by
  // whichever process. Errors: unavailable when the primary can't be asked.
  Result<WalPosition> after_now();

 private:
  void run();
  Result<WalPosition> ask();

  const ConnectOptions& primary_;
  log::Logger& logger_;
  Reconnect reconnect_;
  std::unique_ptr<Connection> connection_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t wanted_ = 0;    // number of the latest question that somebody waits for
  std::uint64_t asked_ = 0;     // questions sent
  std::uint64_t answered_ = 0;  // questions answered
  Result<WalPosition> answer_ = fail(Code::unavailable, {});
  bool closed_ = false;
  std::thread thread_;
};

enum class Replay : std::uint8_t { reached, behind, unfit };

// Whether the server of a connection is a replica that has replayed the log as far as that; unfit:
// it is no replica, or follows another timeline.
Result<Replay> replay_of(Connection& replica, const WalPosition& position);

}  // namespace fieldstone::store::postgres
