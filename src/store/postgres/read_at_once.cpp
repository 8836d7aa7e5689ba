#include "store/postgres/read_at_once.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "store/postgres/worker.hpp"

namespace fieldstone::store::postgres {
namespace {

namespace asio = boost::asio;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t kMostBytesAtOnce = 512 * 1024;

// A borrowed connection. One that is not given back is in the middle of something: it is closed.
class Loan {
 public:
  explicit Loan(std::shared_ptr<JobQueue> queue)
      : queue_(std::move(queue)), connection_(queue_->borrow()) {}
  ~Loan() {
    if (connection_ == nullptr) return;
    connection_->abandon();
    give_back();
  }
  Loan(const Loan&) = delete;
  Loan& operator=(const Loan&) = delete;

  Connection* connection() const { return connection_.get(); }
  void give_back() { queue_->take_back(std::move(connection_)); }

 private:
  std::shared_ptr<JobQueue> queue_;
  std::unique_ptr<Connection> connection_;
};

// The connection as the unit sees it: its question is sent and fails, its answer comes when it asks
// again.
class OneQuestion final : public sql::Connection {
 public:
  explicit OneQuestion(postgres::Connection& connection) : connection_(connection) {}

  bool sent() const { return state_ == State::sent; }
  bool answered() const { return state_ == State::answered; }
  bool refused() const { return state_ == State::refused; }
  // So much was answered that what is made of it would hold up the thread.
  bool is_large() const { return is_large_; }

  using sql::Connection::query;
  bool is_remote() const override { return true; }
  std::uint64_t bytes_read() const override { return connection_.bytes_read(); }
  Result<sql::Rows> query(std::string_view text, std::span<const sql::Value> parameters) override {
    switch (state_) {
      case State::waiting:
        state_ = connection_.send_alone(text, parameters) ? State::sent : State::refused;
        break;
      case State::sent: state_ = State::answered; return received(text);
      case State::answered: return connection_.query(text, parameters);
      case State::refused: break;
    }
    return fail(Code::unavailable, {});
  }
  Result<sql::Rows> stream(std::string_view text, std::span<const sql::Value> parameters) override {
    if (state_ == State::answered) return connection_.stream(text, parameters);
    return refuse();
  }
  Result<std::int64_t> execute(std::string_view text,
                               std::span<const sql::Value> parameters) override {
    if (state_ == State::answered) return connection_.execute(text, parameters);
    return refuse();
  }

 private:
  enum class State : std::uint8_t { waiting, refused, sent, answered };

  Result<sql::Rows> received(std::string_view text) {
    auto rows = connection_.received(text);
    if (!rows || connection_.bytes_read() <= kMostBytesAtOnce) return rows;
    is_large_ = true;
    return fail(Code::unavailable, {});
  }
  Failure refuse() {
    if (state_ == State::waiting) state_ = State::refused;
    return fail(Code::unavailable, {});
  }

  postgres::Connection& connection_;
  State state_ = State::waiting;
  bool is_large_ = false;
};

Status run_over(sql::Connection& connection, WorkRef work, log::Logger& logger) {
  Tx tx(connection, kDialect);
  return run_guarded(work, tx, logger);
}

// The socket remains the connection's.
class Watched {
 public:
  Watched(const asio::any_io_executor& executor, int socket) : descriptor_(executor, socket) {}
  ~Watched() { descriptor_.release(); }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  asio::posix::stream_descriptor& descriptor() { return descriptor_; }

 private:
  asio::posix::stream_descriptor descriptor_;
};

// Whether all of the answer is there.
asio::awaitable<bool> arrived(Connection* connection) {
  const auto executor = co_await asio::this_coro::executor;
  Watched watched(executor, connection->socket());
  while (true) {
    const auto [error] =
        co_await watched.descriptor().async_wait(asio::posix::stream_descriptor::wait_read, kAwait);
    if (error) co_return false;
    if (connection->receive()) co_return true;
  }
}

}  // namespace

asio::awaitable<std::optional<Status>> read_at_once(WorkRef work, std::shared_ptr<JobQueue> queue,
                                                    log::Logger* logger) {
  Loan loan(std::move(queue));
  Connection* const connection = loan.connection();
  if (connection == nullptr) co_return std::nullopt;
  if (!connection->begin_reading_alone()) {
    loan.give_back();
    co_return std::nullopt;
  }
  OneQuestion question(*connection);
  Status status = run_over(question, work, *logger);
  if (question.sent()) {
    const bool there = co_await arrived(connection);
    if (!there) co_return std::nullopt;
    status = run_over(question, work, *logger);
    if (!question.answered()) co_return std::nullopt;
  }
  const Fault fault = status ? Fault::none : connection->fault();
  const bool whole = !question.refused() && !question.is_large() &&
                     !connection->has_ended_too_early() && fault != Fault::conflict &&
                     fault != Fault::connection_lost;
  connection->end_later();
  loan.give_back();
  if (whole) co_return status;
  co_return std::nullopt;
}

}  // namespace fieldstone::store::postgres
