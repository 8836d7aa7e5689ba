#include "store/unit/waiter.hpp"

#include <algorithm>

namespace fieldstone::store {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kAtOnce = 8;

// The ended units of one executor, on their way through it.
class HandOver {
 public:
  explicit HandOver(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  const asio::any_io_executor& executor() const { return executor_; }
  void add(Ended unit) { units_.push_back(std::move(unit)); }

  void operator()() {
    const std::size_t end = std::min(next_ + kAtOnce, units_.size());
    for (; next_ < end; ++next_) {
      Ended unit = std::move(units_[next_]);
      unit.waiter->resume(std::move(unit.status));
    }
    if (next_ == units_.size()) return;
    const asio::any_io_executor executor = executor_;
    asio::post(executor, std::move(*this));
  }

 private:
  asio::any_io_executor executor_;
  std::vector<Ended> units_;
  std::size_t next_ = 0;
};

}  // namespace

void complete_together(std::vector<Ended> units) {
  std::vector<HandOver> hand_overs;  // as many as there are I/O threads
  for (Ended& unit : units) {
    const asio::any_io_executor* const executor = unit.waiter->executor();
    if (executor == nullptr) {
      unit.waiter->complete(std::move(unit.status));
      continue;
    }
    auto found = std::find_if(hand_overs.begin(), hand_overs.end(),
                              [&](const HandOver& one) { return one.executor() == *executor; });
    if (found == hand_overs.end()) found = hand_overs.emplace(found, *executor);
    found->add(std::move(unit));
  }
  for (HandOver& hand_over : hand_overs) {
    const asio::any_io_executor executor = hand_over.executor();
    asio::post(executor, std::move(hand_over));
  }
}

}  // namespace fieldstone::store
