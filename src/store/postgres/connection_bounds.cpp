// What is counted of a transaction, and what a unit of work may ask of its connection.
#include "store/postgres/connection.hpp"

namespace fieldstone::store::postgres {

void Connection::forget_transaction() {
  bytes_ = 0;
  to_begin_ = false;
  only_ = nullptr;
  ended_too_early_ = false;
}

void Connection::allow(const UnitBounds* bounds) {
  bounds_ = bounds;
  bytes_before_ = bytes_;
  exceeded_ = false;
  if (bounds != nullptr) unit_ends_ = std::chrono::steady_clock::now() + bounds->time;
}

bool Connection::is_too_much() {
  if (bounds_ == nullptr) return false;
  exceeded_ = exceeded_ || bytes_ - bytes_before_ > bounds_->bytes ||
              std::chrono::steady_clock::now() >= unit_ends_;
  return exceeded_;
}

}  // namespace fieldstone::store::postgres
