// The real repositories over SQLite in memory, without threads: a fuzzer wants the same input to do
// the same thing. Reset is a ROLLBACK to what was there at seal().
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "store/sqlite/connection.hpp"
#include "store/unit/store.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::fuzz {

class MemoryStore final : public store::Store {
 public:
  MemoryStore();

  // What is there now is where reset() goes back to. Call once.
  void seal();
  void reset();
  // Aborts when an invariant of the database is broken.
  void check(store::Parents parents = store::Parents::hosted);

  void set_listener(store::HookListener* /*listener*/) override {}  // nobody delivers
  store::StoreStats stats() const override { return {}; }
  Result<std::vector<std::string>> verify_files() override;
  Status backup_to(const std::string& path) override;

 protected:
  boost::asio::awaitable<Status> run_read(store::WorkRef work) override;
  std::optional<Status> run_read_at_once(store::WorkRef work) override {
    return run_read_blocking(work);
  }
  boost::asio::awaitable<Status> run_read_in_turn(store::WorkRef work,
                                                  StoreId /*store_id*/) override {
    return run_read(work);
  }
  boost::asio::awaitable<Status> run_write(store::WorkRef work, StoreId store_id) override;
  Status run_read_blocking(store::WorkRef work) override;
  Status run_write_blocking(store::WorkRef work, StoreId store_id) override;

 private:
  void run(std::string_view statement);

  std::unique_ptr<log::Logger> logger_;  // what SQLite complains of explains an answer of 500
  std::unique_ptr<store::sqlite::Connection> connection_;
};

}  // namespace fieldstone::fuzz
