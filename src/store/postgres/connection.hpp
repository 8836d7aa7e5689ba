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
#include "store/sql/sql.hpp"
#include "store/unit/unit_bounds.hpp"

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
  // Errors: validation (the URL) or unavailable, with a sentence that holds no password.
  static Result<std::unique_ptr<Connection>> open(const ConnectOptions& options,
                                                  log::Logger& logger);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  using sql::Connection::execute;
  using sql::Connection::query;
  using sql::Connection::stream;
  bool is_remote() const override { return true; }
  // As libpq keeps it.
  std::uint64_t bytes_read() const override { return bytes_; }
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
  // Begins a transaction that only reads, from one snapshot, without a round trip of its own where
  // the session is ours: BEGIN goes out together with the first statement, and fails with it.
  Status begin_reading();
  // Errors: unavailable when nothing was committed, or when nobody knows: then lost() holds.
  Status commit();
  // Ends a transaction that has only read. Nobody waits for the answer: whoever uses the connection
  // next takes it.
  void end_later();

  // The same for a thread that must not wait, and for one query, which is all that the transaction
  // asks, so that COMMIT goes along: send, receive() whenever the socket is readable until all is
  // there, take the rows. Requires: the session is ours. Whether the connection is at rest; else
  // nothing has begun.
  bool begin_reading_alone();
  // Whether the query is on its way. It is not when this could block, or when the query has lately
  // not been the only one of its transactions.
  bool send_alone(std::string_view text, std::span<const sql::Value> parameters);
  int socket() const { return PQsocket(session_.get()); }
  bool receive();
  Result<sql::Rows> received(std::string_view text);
  // Whether a second statement came when COMMIT was gone already. It was not run and has failed;
  // the transaction is to be run again from its beginning, by begin_reading().
  bool has_ended_too_early() const { return ended_too_early_; }

  // Bounds what is asked for from here on, and counts anew; null: without a bound.
  void allow(const UnitBounds* bounds);
  // Whether a statement has been refused since then because too much was asked.
  bool exceeded() const { return exceeded_; }

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
    bool prepared = false;  // the server knows it
    int doubts = 0;  // that it is a unit's only one: so often it has to be sent without COMMIT
  };
  enum class Ending : std::uint8_t { along, later };
  enum class Patience : std::uint8_t { none, endless };
  // What the pipeline that is under way consists of, besides BEGIN.
  struct Sent {
    Statement* statement = nullptr;
    bool prepares_ends = false;
    bool prepares = false;
    Ending ending = Ending::later;
  };
  struct Finish {
    void operator()(PGconn* session) const { PQfinish(session); }
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Answer = std::unique_ptr<PGresult, Finish>;

  Connection(PGconn* session, const ConnectOptions& options, log::Logger& logger);
  Result<Answer> run(std::string_view text, std::span<const sql::Value> parameters);
  Result<Answer> begin_and_run(Statement& statement, const Arguments& arguments);
  void send(Statement& statement, const Arguments& arguments, Ending ending);
  bool take_answers(Patience patience);
  Result<Answer> answer_of_pipeline();
  Status begin_now();
  void forget_transaction();
  Failure ended_too_early();
  bool is_too_much();
  void settle();
  std::string settings(std::string_view set) const;
  Answer run_once(std::string_view text, const Arguments& arguments);
  Result<Answer> fetch(const std::string& cursor);
  void close_cursor(const std::string& cursor) noexcept;
  Statement* statement_of(std::string_view text);
  Result<Statement*> make_statement(std::string_view text);
  Status prepare(Statement& statement, const Arguments& arguments);
  Status check(const PGresult* answer, std::string_view doing);
  Result<sql::Rows> rows_of(Result<Answer> answer);
  Cursor& free_cursor();

  // Texts come from a closed set, but list filters combine; the least recently used go first.
  static constexpr std::size_t kMaxStatements = 256;

  std::unique_ptr<PGconn, Finish> session_;
  ConnectOptions options_;
  log::Logger& logger_;
  Fault fault_ = Fault::none;
  bool lost_ = false;
  const UnitBounds* bounds_ = nullptr;
  std::chrono::steady_clock::time_point unit_ends_;
  std::uint64_t bytes_before_ = 0;  // the unit that has bounds
  bool exceeded_ = false;
  std::uint64_t bytes_ = 0;     // of answers since the transaction began
  bool to_begin_ = false;       // BEGIN of a read goes out with the next statement
  bool ends_prepared_ = false;  // its BEGIN and COMMIT
  Sent sent_;
  std::vector<Answer> answers_;  // of the pipeline that is under way
  Statement* only_ = nullptr;    // that has ended the current transaction already
  bool ended_too_early_ = false;
  bool ending_ = false;              // a COMMIT is under way whose answer nobody has taken yet
  std::uint64_t names_ = 0;          // given out: statements and cursors
  std::list<Statement> statements_;  // most recently used first
  std::unordered_map<std::string_view, std::list<Statement>::iterator> by_text_;
  std::vector<std::unique_ptr<Cursor>> cursors_;
};

}  // namespace fieldstone::store::postgres
