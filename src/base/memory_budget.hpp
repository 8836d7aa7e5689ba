// How much memory requests and answers may take, of all together: large ones ask before they take
// it. Small ones do not count.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace fieldstone {

// Thread: any.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes) : bytes_(bytes) {}

  std::uint64_t used() const { return used_.load(std::memory_order_relaxed); }

 private:
  friend class MemoryLease;
  bool take(std::uint64_t bytes) {
    std::uint64_t used = used_.load(std::memory_order_relaxed);
    do {
      if (bytes > bytes_ || used > bytes_ - bytes) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    return true;
  }
  void give_back(std::uint64_t bytes) { used_.fetch_sub(bytes, std::memory_order_relaxed); }

  std::uint64_t bytes_;
  std::atomic<std::uint64_t> used_ = 0;
};

// A part of a budget, given back at the end. Thread: one at a time.
class MemoryLease {
 public:
  MemoryLease() = default;
  // Of nothing yet; without a budget there is always enough. Requires: the budget outlives this.
  explicit MemoryLease(MemoryBudget* budget) : budget_(budget) {}
  MemoryLease(MemoryLease&& other) noexcept
      : budget_(other.budget_), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryLease& operator=(MemoryLease&& other) noexcept {
    if (this == &other) return *this;
    shrink_to(0);
    budget_ = other.budget_;
    bytes_ = std::exchange(other.bytes_, 0);
    return *this;
  }
  ~MemoryLease() { shrink_to(0); }

  std::uint64_t bytes() const { return bytes_; }
  // False: there is not so much, and nothing has changed.
  bool grow_to(std::uint64_t bytes) {
    if (bytes <= bytes_) return true;
    if (budget_ != nullptr && !budget_->take(bytes - bytes_)) return false;
    bytes_ = bytes;
    return true;
  }
  void shrink_to(std::uint64_t bytes) {
    if (bytes >= bytes_) return;
    if (budget_ != nullptr) budget_->give_back(bytes_ - bytes);
    bytes_ = bytes;
  }

 private:
  MemoryBudget* budget_ = nullptr;
  std::uint64_t bytes_ = 0;
};

}  // namespace fieldstone
