// One PostgreSQL connection as a sql::Connection: prepared statements are kept by their text.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/postgres/arguments.hpp"
#include "store/postgres/sqlstate_errors.hpp"
#include "store/sql.hpp"

namespace fieldstone::store::postgres {

// of_transaction: a pooler between us and the server hands each transaction to another session, so
// nothing may be kept in one: no prepared statements, no settings.
enum class Sessions : std::uint8_t { own, of_transaction };

struct ConnectOptions {
  std::string url;  // as libpq reads it: several hosts and target_session_attrs are welcome
  Sessions sessions = Sessions::own;
  std::chrono::seconds connect_timeout{5};
  std::chrono::milliseconds statement_timeout{30'000};
  std::chrono::milliseconds lock_timeout{10'000};
};

// Thread: one at a time.
class Connection final : public sql::Connection {
 public:
  // Errors: unavailable, with a sentence for the operator that holds no password.
  static Result<std::unique_ptr<Connection>> open(const ConnectOptions& options,
                                                  log::Logger& logger);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  using sql::Connection::execute;
  using sql::Connection::query;
  using sql::Connection::stream;
  Result<sql::Rows> query(std::string_view text, std::span<const sql::Value> parameters) override;
  // Requires: a transaction is open.
  Result<sql::Rows> stream(std::string_view text, std::span<const sql::Value> parameters) override;
  Result<std::int64_t> execute(std::string_view text,
                               std::span<const sql::Value> parameters) override;

  // Runs a text of several statements without parameters in one round trip.
  Status execute_script(std::string_view text);
  // BEGIN with what a transaction needs that its session may not carry, and with `first`, a
  // statement without parameters, in one round trip.
  Status begin(std::string_view mode, std::string_view first = {});
  // The same without a round trip of its own where the session is ours: BEGIN goes out together
  // with the first statement, and fails with it.
  Status begin_later(std::string_view mode);
  // Errors: unavailable when nothing was committed, or when nobody knows: then lost() holds.
  Status commit();
  // Ends a transaction that has only read. Nobody waits for the answer: whoever uses the connection
  // next takes it.
  void end_later();

  // Why the last statement failed; none after a success.
  Fault fault() const { return fault_; }
  // Whether the server can't be reached through this connection any more.
  bool lost() const { return lost_; }
  // Nobody knows what state the session is in: it is not to be used any more.
  void abandon() { lost_ = true; }
  bool in_transaction() const { return PQtransactionStatus(session_.get()) != PQTRANS_IDLE; }

  log::Logger& logger() const { return logger_; }

 private:
  class Cursor;
  struct Statement {
    std::string text;
    std::string name;
  };
  struct Finish {
    void operator()(PGconn* session) const { PQfinish(session); }
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Answer = std::unique_ptr<PGresult, Finish>;

  Connection(PGconn* session, const ConnectOptions& options, log::Logger& logger);
  Result<Answer> run(std::string_view text, std::span<const sql::Value> parameters);
  Result<Answer> begin_and_run(const std::string& statement, const Arguments& arguments);
  Answer next_answer();
  Status begin_now();
  void settle();
  std::string settings(std::string_view set) const;
  Answer run_once(std::string_view text, const Arguments& arguments);
  Result<Answer> fetch(const std::string& cursor);
  void close_cursor(const std::string& cursor) noexcept;
  Result<const Statement*> prepare(std::string_view text, const Arguments& arguments);
  Status check(const PGresult* answer, std::string_view doing);
  Cursor& free_cursor();

  // Texts come from a closed set, but list filters combine; the least recently used go first.
  static constexpr std::size_t kMaxStatements = 256;

  std::unique_ptr<PGconn, Finish> session_;
  ConnectOptions options_;
  log::Logger& logger_;
  Fault fault_ = Fault::none;
  bool lost_ = false;
  std::string begin_;                // to be sent with the next statement; empty: nothing to begin
  bool ending_ = false;              // a COMMIT is under way whose answer nobody has taken yet
  std::uint64_t names_ = 0;          // given out: statements and cursors
  std::list<Statement> statements_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Statement>::iterator> by_text_;
  std::vector<std::unique_ptr<Cursor>> cursors_;
};

}  // namespace fieldstone::store::postgres
