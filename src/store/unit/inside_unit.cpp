#include "store/unit/inside_unit.hpp"

namespace fieldstone::store {

Status InsideUnit::backup_to(const std::string&) {
  return fail(Code::unavailable, {}, "a unit of work can't be copied before it is committed");
}

boost::asio::awaitable<Status> InsideUnit::run_read(WorkRef work) {
  co_return run_read_blocking(work);
}

boost::asio::awaitable<Status> InsideUnit::run_read_in_turn(WorkRef work, StoreId) {
  co_return run_read_blocking(work);
}

boost::asio::awaitable<Status> InsideUnit::run_write(WorkRef work, StoreId store_id) {
  co_return run_write_blocking(work, store_id);
}

Status InsideUnit::run_read_blocking(WorkRef work) {
  Tx tx(outer_.connection(), outer_.dialect());
  return work(tx);
}

// Each has facts of its own: a hook that one makes hears of what the next one does.
Status InsideUnit::run_write_blocking(WorkRef work, StoreId) {
  sql::Connection& connection = outer_.connection();
  FS_TRY_STATUS(connection.execute("SAVEPOINT inside"));
  Tx tx(connection, outer_.dialect());
  Status done = work(tx);
  if (!done) {
    FS_TRY_STATUS(connection.execute("ROLLBACK TO SAVEPOINT inside"));
  }
  FS_TRY_STATUS(connection.execute("RELEASE SAVEPOINT inside"));
  if (done) {
    auto& touched = outer_.touched_hooks();
    touched.insert(touched.end(), tx.touched_hooks().begin(), tx.touched_hooks().end());
  }
  return done;
}

}  // namespace fieldstone::store
