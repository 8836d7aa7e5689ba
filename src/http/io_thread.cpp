#include "http/io_thread.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection.hpp"
#include "http/response_head.hpp"

namespace fieldstone::http {
namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // out of file descriptors
constexpr std::chrono::seconds kBetweenComplaints{10};

}  // namespace

IoThread::IoThread(Services& services, unsigned index) : services_(services), index_(index) {}

// The loop goes last and takes suspended connections with it, which then say goodbye to this
// thread.
IoThread::~IoThread() { destroying_ = true; }

void IoThread::accept_from(asio::ip::tcp::acceptor acceptor) {
  acceptor_ = std::move(acceptor);
  asio::co_spawn(context_, accept_loop(), asio::detached);
  asio::co_spawn(context_, sweep_loop(), asio::detached);
}

void IoThread::run() { context_.run(); }

void IoThread::drain() {
  asio::post(context_, [this] {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    const std::vector<Connection*> connections = connections_;
    for (Connection* connection : connections) connection->drain();
    finish_if_drained();
  });
}

void IoThread::add(Connection& connection) {
  connection.list_index_ = connections_.size();
  connections_.push_back(&connection);
  services_.open_connections.fetch_add(1, std::memory_order_relaxed);
}

void IoThread::remove(Connection& connection) {
  connections_.back()->list_index_ = connection.list_index_;
  connections_[connection.list_index_] = connections_.back();
  connections_.pop_back();
  services_.open_connections.fetch_sub(1, std::memory_order_relaxed);
  finish_if_drained();
}

Tick IoThread::deadline_after(std::chrono::milliseconds span) const {
  // One more: the current tick is already under way.
  return now_ + static_cast<Tick>((span + kTick - std::chrono::milliseconds(1)) / kTick) + 1;
}

std::string_view IoThread::date(TimeMs now) {
  const TimeS second = to_seconds(now);
  if (second != date_second_) {
    date_ = format_http_date(second);
    date_second_ = second;
  }
  return date_;
}

asio::awaitable<void> IoThread::accept_loop() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(kAwait);
    if (error) {
      if (!acceptor_.is_open()) co_return;
      complain_of_accepting(error.message());
      asio::steady_timer pause(context_, kAcceptPause);
      co_await pause.async_wait(kAwait);
      continue;
    }
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (services_.open_connections.load(std::memory_order_relaxed) >=
        services_.limits.max_connections) {
      turn_away(socket);
      continue;
    }
    auto connection = std::make_unique<Connection>(*this, std::move(socket));
    asio::co_spawn(context_, Connection::serve(std::move(connection)), asio::detached);
  }
}

void IoThread::complain_of_accepting(std::string_view why) {
  if (now_ < next_complaint_) return;
  next_complaint_ = deadline_after(kBetweenComplaints);
  for (Observer* observer : services_.observers) observer->cannot_accept(why);
}

asio::awaitable<void> IoThread::sweep_loop() {
  while (acceptor_.is_open() || !connections_.empty()) {
    sweep_timer_.expires_after(kTick);
    co_await sweep_timer_.async_wait(kAwait);
    ++now_;
    const std::vector<Connection*> connections = connections_;
    for (Connection* connection : connections) connection->sweep(now_);
  }
}

// Best effort: what does not fit the fresh socket's buffer at once is not worth waiting for.
void IoThread::turn_away(asio::ip::tcp::socket& socket) {
  if (services_.tls != nullptr) return;  // a handshake for a refusal is what a flood wants
  const Response response = services_.handler.reject({}, Error{Code::unavailable, {}, {}, {}});
  const auto id = next_request_id();
  HeadFacts facts;
  facts.request_id = {id.data(), id.size()};
  facts.date = date(services_.clock.now());
  facts.content_length = response.body.size();
  facts.keep_alive = KeepAlive::no;
  std::string bytes;
  append_head(bytes, response, facts);
  bytes += response.body;
  boost::system::error_code ignored;
  socket.write_some(asio::buffer(bytes), ignored);
}

void IoThread::finish_if_drained() {
  if (destroying_) return;
  if (!acceptor_.is_open() && connections_.empty()) sweep_timer_.cancel();
}

}  // namespace fieldstone::http
