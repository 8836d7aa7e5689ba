// A store inside a unit of work: what is done in it is part of that unit, and goes when that goes.
#pragma once

#include "store/unit/store.hpp"

namespace fieldstone::store {

// Every read and write runs at once, on the calling thread. A write that fails is taken back alone.
// Thread: the one that runs the unit. Requires: the unit outlives the store.
class InsideUnit final : public Store {
 public:
  explicit InsideUnit(Tx& outer) : outer_(outer) {}

  void set_listener(HookListener*) override {}  // who is to be told is told of the unit
  StoreStats stats() const override { return {}; }
  Result<std::vector<std::string>> verify_files() override { return std::vector<std::string>(); }
  // Errors: always; what is not committed can't be copied.
  Status backup_to(const std::string& path) override;

 protected:
  boost::asio::awaitable<Status> run_read(WorkRef work) override;
  boost::asio::awaitable<Status> run_read_in_turn(WorkRef work, StoreId store_id) override;
  boost::asio::awaitable<Status> run_write(WorkRef work, StoreId store_id) override;
  Status run_read_blocking(WorkRef work) override;
  Status run_write_blocking(WorkRef work, StoreId store_id) override;

 private:
  Tx& outer_;
};

}  // namespace fieldstone::store
