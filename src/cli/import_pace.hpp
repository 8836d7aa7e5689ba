// How many rows an import writes at a time: many while it is alone, few while others write to the
// same SQLite file.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace fieldstone::cli {

// Thread: one at a time.
class ImportPace {
 public:
  using Clock = std::chrono::steady_clock;

  // How many rows to have at hand before a group begins.
  std::size_t wanted() const { return rows_; }

  // How many of the rows at hand a group takes that begins now. Requires: it has the lock, so that
  // the count of foreign commits (store::StoreStats) is as of now.
  std::size_t take(std::size_t at_hand, std::uint64_t foreign_commits, Clock::time_point now);

  // After a group: how long to leave the lock to others. Waiting for it counts as the group's time:
  // who waits should take less, as somebody else writes.
  Clock::duration pause_after(std::size_t rows, Clock::duration took);

 private:
  // A group holds the lock that a server beside the import writes under: where rows are dear,
  // because they are long or the disk is slow, fewer make a group.
  static constexpr std::size_t kMaxRows = 1000;
  static constexpr std::size_t kMinRows = 50;
  static constexpr std::chrono::milliseconds kTime{10};
  // While others write, nobody is to wait for us longer than for one of their own groups, for at
  // least this long after each sign of them. Who waits for SQLite's lock asks for it again after a
  // quarter of a millisecond.
  static constexpr std::size_t kMinSharedRows = 5;
  static constexpr std::chrono::milliseconds kSharedTime{1};
  static constexpr std::chrono::milliseconds kSharedPause{2};
  static constexpr std::chrono::seconds kSharedFor{1};

  std::size_t rows_ = kMaxRows;
  std::uint64_t foreign_commits_ = 0;
  Clock::time_point shared_until_;
  bool shared_ = false;
};

}  // namespace fieldstone::cli
