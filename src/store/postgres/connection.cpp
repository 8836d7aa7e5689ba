#include "store/postgres/connection.hpp"

#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "store/postgres/url_check.hpp"

namespace fieldstone::store::postgres {
namespace {

constexpr int kRowsAPiece = 200;
// How often a statement is not believed to be a unit's only one after it was not.
constexpr int kDoubts = 64;
// One snapshot for all statements of a read.
constexpr std::string_view kReading = "ISOLATION LEVEL REPEATABLE READ READ ONLY";
// Prepared as well: parsing them costs the server as much as a small query.
constexpr const char* kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

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
  FS_TRY_STATUS(check_url(options.url));
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
  forget_transaction();
  std::string text = "BEGIN " + std::string(mode);
  if (options_.sessions == Sessions::of_transaction) text += "; " + settings("SET LOCAL ");
  if (!first.empty()) (text += "; ") += first;
  return execute_script(text);
}

Status Connection::begin_reading() {
  if (options_.sessions == Sessions::of_transaction) return begin(kReading);
  forget_transaction();
  to_begin_ = true;
  fault_ = Fault::none;
  return {};
}

Status Connection::begin_now() {
  if (only_ != nullptr) return ended_too_early();
  if (!std::exchange(to_begin_, false)) return {};
  return execute_script(kBeginReading);
}

Failure Connection::ended_too_early() {
  only_->doubts = kDoubts;
  ended_too_early_ = true;
  return fail(Code::unavailable, {});
}

void Connection::end_later() {
  const bool open = !to_begin_ && only_ == nullptr;
  forget_transaction();
  if (!open) return;
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

// Absent: there is no room for another.
Connection::Statement* Connection::statement_of(std::string_view text) {
  if (const auto known = by_text_.find(text); known != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, known->second);
    return &statements_.front();
  }
  if (statements_.size() >= kMaxStatements) return nullptr;
  statements_.push_front({std::string(text), "s" + std::to_string(++names_)});
  by_text_[statements_.front().text] = statements_.begin();
  return &statements_.front();
}

Result<Connection::Statement*> Connection::make_statement(std::string_view text) {
  settle();
  if (Statement* statement = statement_of(text)) return statement;
  const Statement& oldest = statements_.back();
  if (oldest.prepared) FS_TRY_STATUS(execute_script("DEALLOCATE " + oldest.name));
  by_text_.erase(oldest.text);
  statements_.pop_back();
  return statement_of(text);
}

Status Connection::prepare(Statement& statement, const Arguments& arguments) {
  if (statement.prepared) return {};
  const Answer answer(PQprepare(session_.get(), statement.name.c_str(), statement.text.c_str(),
                                arguments.count(), arguments.types()));
  FS_TRY_STATUS(check(answer.get(), statement.text));
  statement.prepared = true;
  return {};
}

Result<Connection::Answer> Connection::run(std::string_view text,
                                           std::span<const sql::Value> parameters) {
  if (is_too_much()) return fail(Code::unavailable, "HTTP-171");
  if (only_ != nullptr) return ended_too_early();
  const Arguments arguments(parameters);
  Answer answer;
  if (options_.sessions == Sessions::own) {
    FS_TRY(Statement * statement, make_statement(text));
    if (to_begin_) return begin_and_run(*statement, arguments);
    FS_TRY_STATUS(prepare(*statement, arguments));
    answer.reset(PQexecPrepared(session_.get(), statement->name.c_str(), arguments.count(),
                                arguments.texts(), nullptr, nullptr, 0));
  } else {
    answer = run_once(text, arguments);
  }
  FS_TRY_STATUS(check(answer.get(), text));
  return answer;
}

Result<Connection::Answer> Connection::begin_and_run(Statement& statement,
                                                     const Arguments& arguments) {
  send(statement, arguments, Ending::later);
  while (!take_answers(Patience::endless)) {
  }
  return answer_of_pipeline();
}

// One round trip for all: the server takes the next although nobody has seen the last answered.
// COMMIT goes along when the statement is believed to be all that the unit asks.
void Connection::send(Statement& statement, const Arguments& arguments, Ending ending) {
  PGconn* const session = session_.get();
  const auto prepare = [session](const char* name, const char* text) {
    return PQsendPrepare(session, name, text, 0, nullptr) == 1;
  };
  const auto execute = [session](const char* name) {
    return PQsendQueryPrepared(session, name, 0, nullptr, nullptr, nullptr, 0) == 1;
  };
  sent_ = {&statement, !ends_prepared_, !statement.prepared, ending};
  answers_.clear();
  to_begin_ = false;
  bool whole = PQenterPipelineMode(session) == 1;
  if (sent_.prepares_ends)
    whole = whole && prepare("begin", kBeginReading) && prepare("commit", "COMMIT");
  whole = whole && execute("begin");
  if (sent_.prepares) {
    whole = whole && PQsendPrepare(session, statement.name.c_str(), statement.text.c_str(),
                                   arguments.count(), arguments.types()) == 1;
  }
  whole = whole && PQsendQueryPrepared(session, statement.name.c_str(), arguments.count(),
                                       arguments.texts(), nullptr, nullptr, 0) == 1;
  if (ending == Ending::along) whole = whole && execute("commit");
  if (!whole || PQpipelineSync(session) == 0) abandon();
}

// Whether all of them are there. Null is the end of one statement's; two in a row say that nothing
// will come any more.
bool Connection::take_answers(Patience patience) {
  PGconn* const session = session_.get();
  bool was_null = false;
  while (!lost_) {
    if (patience == Patience::none && PQisBusy(session) == 1) return false;
    Answer answer(PQgetResult(session));
    if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) break;
    if (answer == nullptr && (was_null || PQstatus(session) != CONNECTION_OK)) abandon();
    was_null = answer == nullptr;
    if (!was_null) answers_.push_back(std::move(answer));
  }
  if (PQexitPipelineMode(session) == 0) abandon();
  return true;
}

Result<Connection::Answer> Connection::answer_of_pipeline() {
  auto next = answers_.begin();
  const auto check_next = [&](std::string_view doing) -> Result<Answer> {
    Answer answer = next == answers_.end() ? nullptr : std::move(*next++);
    FS_TRY_STATUS(check(answer.get(), doing));
    return answer;
  };
  Statement& statement = *sent_.statement;
  if (sent_.prepares_ends) {
    FS_TRY_STATUS(check_next("BEGIN"));
    FS_TRY_STATUS(check_next("COMMIT"));
    ends_prepared_ = true;
  }
  FS_TRY_STATUS(check_next("BEGIN"));
  if (sent_.prepares) {
    FS_TRY_STATUS(check_next(statement.text));
    statement.prepared = true;
  }
  FS_TRY(Answer answer, check_next(statement.text));
  if (sent_.ending == Ending::along) {
    FS_TRY_STATUS(check_next("COMMIT"));
    only_ = &statement;
  }
  return answer;
}

bool Connection::begin_reading_alone() {
  while (ending_) {
    if (PQconsumeInput(session_.get()) == 0 || PQisBusy(session_.get()) == 1) return false;
    ending_ = Answer(PQgetResult(session_.get())) != nullptr;
  }
  return begin_reading().has_value();
}

bool Connection::send_alone(std::string_view text, std::span<const sql::Value> parameters) {
  Statement* const statement = statement_of(text);
  if (statement == nullptr) return false;
  if (statement->doubts > 0) {
    --statement->doubts;
    return false;
  }
  send(*statement, Arguments(parameters), Ending::along);
  return !lost_;
}

bool Connection::receive() {
  if (PQconsumeInput(session_.get()) == 0) abandon();
  return take_answers(Patience::none);
}

Result<sql::Rows> Connection::received(std::string_view text) {
  FS_CHECK(sent_.statement->text == text);
  return rows_of(answer_of_pipeline());
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
  return rows_of(run(text, parameters));
}

Result<sql::Rows> Connection::rows_of(Result<Answer> answer) {
  FS_TRY(auto taken, std::move(answer));
  bytes_ += PQresultMemorySize(taken.get());
  Cursor& cursor = free_cursor();
  cursor.show(std::move(taken));
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
