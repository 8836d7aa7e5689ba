#include "http/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "http/gzip.hpp"
#include "http/header_list.hpp"

namespace fieldstone::http {
namespace {

using boost::system::error_code;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxRetainedBytes = 16 * 1024;
constexpr std::size_t kCopiedBodyBytes = 4 * 1024;
// A longer body takes from the budget of all together, as it comes; so does what is left of a
// longer answer that waits for its reader.
constexpr std::uint64_t kUncountedBytes = 16 * 1024;
constexpr std::chrono::milliseconds kLinger{1'000};
constexpr std::chrono::milliseconds kLingerWithBody{5'000};

std::string format_peer(const asio::ip::tcp::socket& socket) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string() : endpoint.address().to_string();
}

// The path of a head that need not be sound; empty where there is none yet.
std::string_view path_in(std::string_view head) {
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return {};
  const std::string_view target = line.substr(space + 1);
  return target.substr(0, target.find_first_of(" ?#"));
}

}  // namespace

Connection::Connection(IoThread& thread, Transport::Socket socket)
    : thread_(thread),
      transport_(std::move(socket), thread.services().tls),
      peer_(format_peer(transport_.socket())) {
  thread_.add(*this);
}

Connection::~Connection() { thread_.remove(*this); }

asio::awaitable<void> Connection::serve(std::unique_ptr<Connection> self) { co_await self->run(); }

asio::awaitable<bool> Connection::handshake() {
  phase_ = Phase::head;
  const Tick deadline = thread_.deadline_after(thread_.services().limits.header_timeout);
  while (true) {
    const error_code error = transport_.handshake();
    if (error != asio::error::would_block) co_return !error;
    const Wait ready = co_await wait(transport_.awaited(), deadline);
    if (ready != Wait::ready) co_return false;
  }
}

asio::awaitable<void> Connection::run() {
  if (thread_.services().tls != nullptr) {
    const bool encrypted = co_await handshake();
    if (!encrypted) co_return;
  }
  while (true) {
    const Result<bool> head = co_await read_head();
    if (!head) {
      co_await refuse(&head.error());
      break;
    }
    if (!*head) co_return;
    const bool usable = co_await exchange();
    if (!usable) break;
  }
  co_await linger();
}

void Connection::sweep(Tick now) {
  if (deadline_ == 0 || now < deadline_) return;
  deadline_ = 0;
  timed_out_ = true;
  error_code ignored;
  transport_.socket().cancel(ignored);
}

void Connection::drain() {
  if (phase_ != Phase::idle) return;
  error_code ignored;
  transport_.socket().close(ignored);
}

std::string_view Connection::header(std::string_view name) const {
  return field_value(head_fields(), name);
}

bool Connection::has_header(std::string_view name) const {
  return find_field(head_fields(), name) != nullptr;
}

const RequestFields& Connection::head_fields() const {
  return fields_before_trailer_ ? *fields_before_trailer_ : parser_->get();
}

void Connection::keep_head_fields() {
  if (!parser_->chunked() || fields_before_trailer_) return;
  fields_before_trailer_.emplace(parser_->get());
}

// --- Reading the head

asio::awaitable<Result<bool>> Connection::read_head() {
  forget_parsed_input();
  request_ = {};
  parser_.emplace();
  body_memory_ = {};
  parser_->header_limit(thread_.services().limits.max_header_bytes);
  parser_->body_limit(boost::none);
  const ServerLimits& limits = thread_.services().limits;
  phase_ = input_.empty() ? Phase::idle : Phase::head;
  Tick deadline =
      thread_.deadline_after(phase_ == Phase::idle ? limits.idle_timeout : limits.header_timeout);
  while (true) {
    if (phase_ == Phase::head) {
      FS_CO_TRY_STATUS(feed_head(*parser_, input_, parsed_));
      if (parser_->is_header_done()) break;
    } else if (thread_.services().draining) {
      co_return false;
    }
    const bool was_idle = phase_ == Phase::idle;
    const Wait wait = co_await fill(phase_, deadline);
    if (wait == Wait::timed_out && !was_idle) co_return fail(Code::request_timeout, {});
    if (wait != Wait::ready) co_return false;
    if (was_idle) {
      phase_ = Phase::head;
      deadline = thread_.deadline_after(limits.header_timeout);
    }
  }
  const std::string_view raw(input_.data(), parsed_);
  FS_CO_TRY_STATUS(judge_head(*parser_, raw, limits.max_target_bytes, request_));
  body_broken_ = false;
  fields_before_trailer_.reset();
  keep_alive_ = parser_->keep_alive();
  continue_owed_ = request_.expects_continue;
  co_return true;
}

asio::awaitable<void> Connection::refuse(const Error* error) {
  Services& services = thread_.services();
  phase_ = Phase::answering;
  Response response = services.handler.reject(path_in(input_), *error);
  const auto id = thread_.next_request_id();
  body_broken_ = true;
  const bool sent = start_send(response, {id.data(), id.size()}, KeepAlive::no);
  if (!sent) co_await finish_write();
}

// --- Reading the body

asio::awaitable<Result<std::string_view>> Connection::read_body(std::uint64_t max_bytes) {
  const auto length = parser_->content_length();
  if (length && *length > max_bytes) co_return fail(Code::payload_too_large, {});
  if (continue_owed_ && parsed_ == input_.size()) {
    to_write_ = {"HTTP/1.1 100 Continue\r\n\r\n", {}};
    const bool sent = co_await finish_write();
    if (!sent) co_return fail(Code::invalid_input, {});
  }
  continue_owed_ = false;
  keep_head_fields();
  parser_->body_limit(max_bytes);
  parser_->eager(true);
  const ServerLimits& limits = thread_.services().limits;
  const std::size_t max_line_bytes = limits.max_header_bytes;
  const Tick began = thread_.now();
  if (body_memory_.bytes() == 0) body_memory_ = MemoryLease(thread_.services().memory, *party_);
  std::uint64_t received = body_memory_.bytes();
  while (!parser_->is_done()) {
    if (auto fed = feed_body(*parser_, input_, parsed_, max_line_bytes); !fed) {
      body_broken_ = true;
      co_return fail(std::move(fed).error());
    }
    if (parser_->is_done()) break;
    forget_parsed_input();
    Tick deadline = next_deadline(limits.body_timeout, began, received);
    if (body_ends_ != 0) deadline = std::min(deadline, body_ends_);
    const std::size_t left_over = input_.size();
    const Wait wait = co_await fill(Phase::body, deadline);
    phase_ = Phase::answering;
    received += input_.size() - left_over;
    if (received > kUncountedBytes && !body_memory_.grow_to(received)) {
      body_broken_ = true;
      co_return fail(Code::unavailable, "HTTP-167");
    }
    if (wait == Wait::ready) continue;
    body_broken_ = true;
    co_return fail(wait == Wait::timed_out ? Code::request_timeout : Code::invalid_input, {}, {});
  }
  co_return std::string_view(parser_->get().body());
}

bool Connection::can_discard_body() const {
  if (parser_->is_done()) return true;
  if (body_broken_ || continue_owed_) return false;
  const auto remaining = parser_->content_length_remaining();
  return remaining && *remaining <= thread_.services().limits.max_discarded_body_bytes;
}

// --- Answering

asio::awaitable<bool> Connection::exchange() {
  phase_ = Phase::answering;
  Services& services = thread_.services();
  const auto begin = std::chrono::steady_clock::now();
  const auto id = thread_.next_request_id();
  Exchange exchange{*this,
                    {id.data(), id.size()},
                    services.clock.now(),
                    thread_.index(),
                    {},
                    -1,
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
  Response response;
  std::optional<std::string> fault;
  party_ = &exchange.party;
  try {
    response = co_await services.handler.handle(&exchange);
  } catch (const std::exception& error) {
    fault = error.what();
  }
  if (fault) response = answer_fault(exchange, *fault);
  // Answers go out one after the other when the loop has computed all that are due: a peer on this
  // machine is woken once for many of them, and waking it costs more than the rest of sending.
  co_await asio::post(thread_.context(), kAwait);
  const KeepAlive keep_alive = decide_keep_alive();
  bool sent = start_send(response, exchange.request_id, keep_alive);
  if (!sent && may_wait(response)) sent = co_await finish_write();
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  for (Observer* observer : services.observers) {
    observer->finished(exchange, response.status, response.body.size(), duration);
  }
  if (!sent || keep_alive == KeepAlive::no) co_return false;
  if (parser_->is_done()) co_return true;
  body_ends_ = thread_.deadline_after(services.limits.discard_timeout);
  const auto body = co_await read_body(services.limits.max_discarded_body_bytes);
  body_ends_ = 0;
  co_return body.has_value();
}

Response Connection::answer_fault(Exchange& exchange, const std::string& what) {
  for (Observer* observer : thread_.services().observers) observer->fault(exchange, what);
  exchange.error_code = code_name(Code::internal);
  return thread_.services().handler.reject(exchange.request.path(),
                                           Error{Code::internal, {}, {}, {}});
}

KeepAlive Connection::decide_keep_alive() const {
  if (!keep_alive_ || thread_.services().draining || !can_discard_body()) return KeepAlive::no;
  return parser_->get().version() == 10 ? KeepAlive::announced : KeepAlive::implied;
}

// What can be sent at once is, which is nearly always all: no coroutine for that. True: nothing is
// left to write.
bool Connection::start_send(Response& response, std::string_view request_id, KeepAlive keep_alive) {
  HeadFacts facts;
  facts.request_id = request_id;
  facts.keep_alive = keep_alive;
  facts.date = thread_.date(thread_.services().clock.now());
  facts.compressible = response.compressed || response.body.size() >= kMinGzipBytes;
  facts.compressed = response.compressed;
  if (!response.compressed && facts.compressible && response.body.size() <= kMaxGzipBytesAtOnce &&
      accepts_gzip(header("Accept-Encoding"))) {
    if (auto compressed = gzip(response.body)) {
      response.body = *std::move(compressed);
      facts.compressed = true;
    }
  }
  if (response.has_length) {
    facts.content_length = response.body.size();
  } else {
    facts.content_length.reset();
  }
  head_.clear();
  append_head(head_, response, facts);
  const bool bodiless = request_.verb == Verb::head || response.status == 204;
  to_write_ = {head_, bodiless ? std::string_view() : std::string_view(response.body)};
  if (to_write_.second.size() <= kCopiedBodyBytes) {  // one piece is cheaper to send than two
    head_ += to_write_.second;
    to_write_ = {head_, {}};
  }
  return write_now() == Written::all;
}

bool Connection::may_wait(Response& response) const {
  const std::uint64_t bytes = response.body.capacity();
  if (bytes <= kUncountedBytes || response.memory.bytes() >= bytes) return true;
  if (response.memory.bytes() == 0)
    response.memory = MemoryLease(thread_.services().memory, *party_);
  return response.memory.grow_to(bytes);
}

Connection::Written Connection::write_now() {
  auto& [first, second] = to_write_;
  while (!first.empty() || !second.empty()) {
    error_code error;
    const std::size_t written = transport_.write_some(first, second, error);
    if (error == asio::error::would_block) return Written::part;
    if (error) return Written::failed;
    const std::size_t of_first = std::min(written, first.size());
    first.remove_prefix(of_first);
    second.remove_prefix(written - of_first);
  }
  return Written::all;
}

asio::awaitable<bool> Connection::finish_write() {
  const Tick began = thread_.now();
  const std::size_t all = to_write_.first.size() + to_write_.second.size();
  while (true) {
    const Written written = write_now();
    if (written != Written::part) co_return written == Written::all;
    const std::size_t moved = all - to_write_.first.size() - to_write_.second.size();
    const Wait ready = co_await wait(
        transport_.awaited(), next_deadline(thread_.services().limits.write_timeout, began, moved));
    if (ready != Wait::ready) co_return false;
  }
}

// --- Waiting

Tick Connection::next_deadline(std::chrono::milliseconds span, Tick began,
                               std::uint64_t moved) const {
  const std::chrono::seconds earned(moved / thread_.services().limits.least_bytes_per_second);
  const Tick in_all = thread_.deadline_after(span + earned) - (thread_.now() - began);
  return std::min(thread_.deadline_after(span), std::max(in_all, thread_.now() + 1));
}

asio::awaitable<Connection::Wait> Connection::wait(Transport::Socket::wait_type what,
                                                   Tick deadline) {
  deadline_ = deadline;
  const auto [error] = co_await transport_.socket().async_wait(what, kAwait);
  co_return waited(error);
}

Connection::Wait Connection::waited(const error_code& error) {
  deadline_ = 0;
  if (std::exchange(timed_out_, false)) return Wait::timed_out;
  return error ? Wait::closed : Wait::ready;
}

asio::awaitable<Connection::Wait> Connection::fill(Phase phase, Tick deadline) {
  phase_ = phase;
  Transport::Socket::wait_type awaited = Transport::Socket::wait_read;
  while (true) {
    deadline_ = deadline;
    const auto [failed] = co_await transport_.socket().async_wait(awaited, kAwait);
    const Wait ready = waited(failed);
    if (ready != Wait::ready) co_return ready;
    auto& scratch = thread_.scratch();
    error_code error;
    const std::size_t size = transport_.read_some(asio::buffer(scratch), error);
    if (error == asio::error::would_block) {
      awaited = transport_.awaited();
      continue;
    }
    if (error || size == 0) co_return Wait::closed;
    input_.append(scratch.data(), size);
    co_return Wait::ready;
  }
}

// Closing with unread bytes would reset the connection, and the peer could lose the answer: say
// that no more comes, and let the peer finish for a moment.
asio::awaitable<void> Connection::linger() {
  const bool body_under_way = parser_ && (body_broken_ || !parser_->is_done());
  const Tick deadline = thread_.deadline_after(body_under_way ? kLingerWithBody : kLinger);
  error_code error;
  transport_.end(error);
  while (!error) {
    input_.clear();
    const Wait wait = co_await fill(Phase::lingering, deadline);
    if (wait != Wait::ready) break;
  }
}

void Connection::forget_parsed_input() {
  input_.erase(0, parsed_);
  parsed_ = 0;
  if (input_.empty() && input_.capacity() > kMaxRetainedBytes) std::string().swap(input_);
}

}  // namespace fieldstone::http
