// How much memory requests and answers may take, of all together: large ones ask before they take
// it. Small ones do not count.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace fieldstone {

// One party, which is a store, has half of it at most, or a single large thing: the others always
// find some. Thread: any.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}

  std::uint64_t used() const {
    const std::lock_guard lock(mutex_);
    return used_;
  }

 private:
  friend class MemoryLease;
  // `held` is what the lease that grows has already.
  bool take(std::int64_t party, std::uint64_t held, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    if (bytes > bytes_ || used_ > bytes_ - bytes) return false;
    const auto found = used_by_.find(party);
    const std::uint64_t own = found == used_by_.end() ? 0 : found->second;
    if (own != held && own + bytes > bytes_ / 2) return false;
    used_by_[party] = own + bytes;
    used_ += bytes;
    return true;
  }
  void give_back(std::int64_t party, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    used_ -= bytes;
    const auto found = used_by_.find(party);
    found->second -= bytes;
    if (found->second == 0) used_by_.erase(found);
  }

  const std::uint64_t bytes_;
  mutable std::mutex mutex_;
  std::uint64_t used_ = 0;
  std::unordered_map<std::int64_t, std::uint64_t> used_by_;  // by party, with any
};

// A part of a budget, given back at the end. Thread: one at a time.
class MemoryLease {
 public:
  MemoryLease() = default;
  // Of nothing yet; without a budget there is always enough. Requires: the budget outlives this.
  MemoryLease(MemoryBudget* budget, std::int64_t party) : budget_(budget), party_(party) {}
  MemoryLease(MemoryLease&& other) noexcept
      : budget_(other.budget_), party_(other.party_), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryLease& operator=(MemoryLease&& other) noexcept {
    if (this == &other) return *this;
    shrink_to(0);
    budget_ = other.budget_;
    party_ = other.party_;
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~MemoryLease() { shrink_to(0); }

  std::uint64_t bytes() const { return bytes_; }
  // False: there is not so much, and nothing has changed.
  bool grow_to(std::uint64_t bytes) {
    if (bytes <= bytes_) return true;
    if (budget_ != nullptr && !budget_->take(party_, bytes_, bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
  }
  void shrink_to(std::uint64_t bytes) {
    if (bytes >= bytes_) return;
    if (budget_ != nullptr) budget_->give_back(party_, bytes_ - bytes);
    bytes_ = bytes;
  }

 private:
  MemoryBudget* budget_ = nullptr;
  std::int64_t party_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace fieldstone
