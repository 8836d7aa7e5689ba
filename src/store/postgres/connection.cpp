#include "store/postgres/connection.hpp"

#include <charconv>
#include <utility>

namespace fieldstone::store::postgres {
namespace {

constexpr int kRowsAPiece = 200;

std::int64_t integer_of(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Warnings of the server, such as a table that exists already, are nobody's concern here.
void ignore_notice(void*, const char*) {}

}  // namespace

// The rows of one answer; of a stream, the rows of the current piece.
class Connection::Cursor final : public sql::Cursor {
 public:
  explicit Cursor(Connection& connection) : connection_(connection) {}

  bool busy() const { return answer_ != nullptr; }
  void show(Answer answer) {
    answer_ = std::move(answer);
    row_ = -1;
  }
  void show_pieces(Answer first, std::string name) {
    show(std::move(first));
    name_ = std::move(name);
  }

  Result<bool> next() override {
    if (++row_ < PQntuples(answer_.get())) return true;
    if (name_.empty() || PQntuples(answer_.get()) < kRowsAPiece) return false;
    FS_TRY(auto piece, connection_.fetch(name_));
    answer_ = std::move(piece);
    row_ = 0;
    return PQntuples(answer_.get()) > 0;
  }
  std::int64_t integer(int column) const override { return integer_of(text(column)); }
  std::string_view text(int column) const override {
    return {PQgetvalue(answer_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
  }
  bool is_null(int column) const override { return PQgetisnull(answer_.get(), row_, column) != 0; }
  void close() noexcept override {
    answer_.reset();
    if (!name_.empty()) connection_.close_cursor(name_);
    name_.clear();
  }

 private:
  Connection& connection_;
  Answer answer_;
  int row_ = -1;
  std::string name_;  // of the server's cursor; empty: the answer is all there is
};

Result<std::unique_ptr<Connection>> Connection::open(const ConnectOptions& options,
                                                     log::Logger& logger) {
  const std::string timeout = std::to_string(options.connect_timeout.count());
  // What precedes dbname is a default that the URL may override; what follows it holds.
  const char* const names[] = {"connect_timeout",
                               "application_name",
                               "keepalives_idle",
                               "tcp_user_timeout",
                               "dbname",
                               "client_encoding",
                               nullptr};
  const char* const values[] = {timeout.c_str(),     "fieldstone", "10",   "30000",
                                options.url.c_str(), "UTF8",       nullptr};
  PGconn* session = PQconnectdbParams(names, values, 1);
  std::unique_ptr<Connection> connection(new Connection(session, options, logger));
  if (PQstatus(session) != CONNECTION_OK) {
    std::string reason = session == nullptr ? "out of memory" : PQerrorMessage(session);
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    return fail(Code::unavailable, {}, "can't connect to PostgreSQL: " + reason);
  }
  if (options.sessions == Sessions::own) {
    FS_TRY_STATUS(connection->execute_script(connection->settings("SET ")));
  }
  return connection;
}

Connection::Connection(PGconn* session, const ConnectOptions& options, log::Logger& logger)
    : session_(session), options_(options), logger_(logger) {
  if (session != nullptr) PQsetNoticeProcessor(session, ignore_notice, nullptr);
}

Connection::~Connection() = default;

Status Connection::check(const PGresult* answer, std::string_view doing) {
  const ExecStatusType status = PQresultStatus(answer);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
    fault_ = Fault::none;
    return {};
  }
  const bool gone = PQstatus(session_.get()) != CONNECTION_OK;
  fault_ = gone ? Fault::connection_lost : fault_of(sqlstate_of(answer));
  if (fault_ == Fault::connection_lost) lost_ = true;
  return failure(fault_, answer, doing, logger_);
}

Status Connection::execute_script(std::string_view text) {
  settle();
  const Answer answer(PQexec(session_.get(), std::string(text).c_str()));
  return check(answer.get(), text.substr(0, 60));
}

Status Connection::begin(std::string_view mode, std::string_view first) {
  begin_.clear();  // of a unit that failed before it asked anything
  std::string text = "BEGIN " + std::string(mode);
  if (options_.sessions == Sessions::of_transaction) text += "; " + settings("SET LOCAL ");
  if (!first.empty()) (text += "; ") += first;
  return execute_script(text);
}

Status Connection::begin_later(std::string_view mode) {
  if (options_.sessions == Sessions::of_transaction) return begin(mode);
  begin_ = "BEGIN " + std::string(mode);
  fault_ = Fault::none;
  return {};
}

Status Connection::begin_now() {
  if (begin_.empty()) return {};
  return execute_script(std::exchange(begin_, {}));
}

void Connection::end_later() {
  if (!std::exchange(begin_, {}).empty()) return;  // nothing was ever asked
  ending_ = PQsendQuery(session_.get(), "COMMIT") == 1;
}

// What became of the connection is seen by the next statement; an open transaction can't remain.
void Connection::settle() {
  if (!ending_) return;
  ending_ = false;
  while (Answer(PQgetResult(session_.get())) != nullptr) {
  }
}

Status Connection::commit() {
  const Answer answer(PQexec(session_.get(), "COMMIT"));
  FS_TRY_STATUS(check(answer.get(), "COMMIT"));
  // A transaction with a failed statement ends here without an error, but undone.
  if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") return fail(Code::unavailable, {});
  return {};
}

std::string Connection::settings(std::string_view set) const {
  const std::string command(set);
  return command + "statement_timeout = " + std::to_string(options_.statement_timeout.count()) +
         "; " + command + "lock_timeout = " + std::to_string(options_.lock_timeout.count()) + "; " +
         command + "idle_in_transaction_session_timeout = 60000; " + command + "jit = off";
}

Result<const Connection::Statement*> Connection::prepare(std::string_view text,
                                                         const Arguments& arguments) {
  settle();
  if (const auto known = by_text_.find(text); known != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, known->second);
    return &statements_.front();
  }
  if (statements_.size() >= kMaxStatements) {
    FS_TRY_STATUS(execute_script("DEALLOCATE " + statements_.back().name));
    by_text_.erase(statements_.back().text);
    statements_.pop_back();
  }
  Statement made{std::string(text), "s" + std::to_string(++names_)};
  const Answer answer(PQprepare(session_.get(), made.name.c_str(), made.text.c_str(),
                                arguments.count(), arguments.types()));
  FS_TRY_STATUS(check(answer.get(), text));
  statements_.push_front(std::move(made));
  by_text_[statements_.front().text] = statements_.begin();
  return &statements_.front();
}

Result<Connection::Answer> Connection::run(std::string_view text,
                                           std::span<const sql::Value> parameters) {
  const Arguments arguments(parameters);
  Answer answer;
  if (options_.sessions == Sessions::own) {
    FS_TRY(const Statement* statement, prepare(text, arguments));
    if (!begin_.empty()) return begin_and_run(statement->name, arguments);
    answer.reset(PQexecPrepared(session_.get(), statement->name.c_str(), arguments.count(),
                                arguments.texts(), nullptr, nullptr, 0));
  } else {
    answer = run_once(text, arguments);
  }
  FS_TRY_STATUS(check(answer.get(), text));
  return answer;
}

// One round trip for both: the server takes the second although nobody has seen the first answered.
Result<Connection::Answer> Connection::begin_and_run(const std::string& statement,
                                                     const Arguments& arguments) {
  const std::string begin = std::exchange(begin_, {});
  PGconn* const session = session_.get();
  PQenterPipelineMode(session);
  PQsendQueryParams(session, begin.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0);
  PQsendQueryPrepared(session, statement.c_str(), arguments.count(), arguments.texts(), nullptr,
                      nullptr, 0);
  PQpipelineSync(session);
  const Answer begun = next_answer();
  Answer answer = next_answer();
  const Answer synchronized(PQgetResult(session));
  if (PQexitPipelineMode(session) == 0) abandon();
  FS_TRY_STATUS(check(begun.get(), begin));
  FS_TRY_STATUS(check(answer.get(), statement));
  return answer;
}

// Of one statement of a pipeline: its answer and the end of it.
Connection::Answer Connection::next_answer() {
  Answer answer(PQgetResult(session_.get()));
  const Answer end(answer == nullptr ? nullptr : PQgetResult(session_.get()));
  return answer;
}

Connection::Answer Connection::run_once(std::string_view text, const Arguments& arguments) {
  return Answer(PQexecParams(session_.get(), std::string(text).c_str(), arguments.count(),
                             arguments.types(), arguments.texts(), nullptr, nullptr, 0));
}

Connection::Cursor& Connection::free_cursor() {
  for (const auto& cursor : cursors_) {
    if (!cursor->busy()) return *cursor;
  }
  return *cursors_.emplace_back(std::make_unique<Cursor>(*this));
}

Result<sql::Rows> Connection::query(std::string_view text, std::span<const sql::Value> parameters) {
  FS_TRY(auto answer, run(text, parameters));
  Cursor& cursor = free_cursor();
  cursor.show(std::move(answer));
  return sql::Rows(cursor);
}

Result<sql::Rows> Connection::stream(std::string_view text,
                                     std::span<const sql::Value> parameters) {
  FS_TRY_STATUS(begin_now());
  std::string name = "c" + std::to_string(++names_);
  const Answer declared = run_once("DECLARE " + name + " NO SCROLL CURSOR FOR " + std::string(text),
                                   Arguments(parameters));
  FS_TRY_STATUS(check(declared.get(), text));
  FS_TRY(auto first, fetch(name));
  Cursor& cursor = free_cursor();
  cursor.show_pieces(std::move(first), std::move(name));
  return sql::Rows(cursor);
}

Result<Connection::Answer> Connection::fetch(const std::string& cursor) {
  const std::string text = "FETCH " + std::to_string(kRowsAPiece) + " FROM " + cursor;
  Answer answer(PQexec(session_.get(), text.c_str()));
  FS_TRY_STATUS(check(answer.get(), text));
  return answer;
}

// In a failed transaction the cursor is gone already.
void Connection::close_cursor(const std::string& cursor) noexcept {
  if (PQtransactionStatus(session_.get()) != PQTRANS_INTRANS) return;
  const Answer closed(PQexec(session_.get(), ("CLOSE " + cursor).c_str()));
}

Result<std::int64_t> Connection::execute(std::string_view text,
                                         std::span<const sql::Value> parameters) {
  FS_TRY(const auto answer, run(text, parameters));
  return integer_of(PQcmdTuples(answer.get()));
}

}  // namespace fieldstone::store::postgres
