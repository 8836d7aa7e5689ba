// The life of one connection: read a head, answer it, keep alive, end politely. Private to http/.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/io_thread.hpp"
#include "http/request_head.hpp"
#include "http/response_head.hpp"
#include "http/transport.hpp"

namespace fieldstone::http {

class Connection final : public Request {
 public:
  Connection(IoThread& thread, Transport::Socket socket);
  ~Connection() override;

  // Serves until either side ends the connection.
  static asio::awaitable<void> serve(std::unique_ptr<Connection> self);

  // Once a tick: ends what has waited too long.
  void sweep(Tick now);
  // Closes the connection when no request is under way; otherwise the answer will be its last.
  void drain();

  Verb verb() const override { return request_.verb; }
  std::string_view path() const override { return request_.path; }
  std::string_view query() const override { return request_.query; }
  std::string_view header(std::string_view name) const override;
  bool has_header(std::string_view name) const override;
  bool has_body() const override { return request_.has_body; }
  std::string_view peer() const override { return peer_; }
  asio::awaitable<Result<std::string_view>> read_body(std::uint64_t max_bytes) override;

 private:
  friend class IoThread;

  enum class Phase : std::uint8_t { idle, head, body, answering, lingering };
  enum class Wait : std::uint8_t { ready, closed, timed_out };
  enum class Written : std::uint8_t { all, part, failed };

  asio::awaitable<void> run();
  // False: the peer is gone, too slow, or does not speak TLS.
  asio::awaitable<bool> handshake();
  // False: the connection is over. An error: the request is too broken to be answered by the
  // handler.
  asio::awaitable<Result<bool>> read_head();
  asio::awaitable<void> refuse(const Error* error);
  // False: the connection can't be used for another request.
  asio::awaitable<bool> exchange();
  // The answer to a request whose handler threw.
  Response answer_fault(Exchange& exchange, const std::string& what);
  // The fields that came before the body: a trailer's act as none of them (HTTP-72).
  const RequestFields& head_fields() const;
  void keep_head_fields();
  KeepAlive decide_keep_alive() const;
  bool can_discard_body() const;
  // Sends what the socket takes at once; compresses the body in place. True: all was sent, and else
  // finish_write() tells. The response outlives both.
  bool start_send(Response& response, std::string_view request_id, KeepAlive keep_alive);
  // Whether there is memory for what is left of an answer until its reader takes it (HTTP-167).
  bool may_wait(Response& response) const;
  Written write_now();
  // False: the peer is gone.
  asio::awaitable<bool> finish_write();
  // Waits for bytes and appends them to the input.
  asio::awaitable<Wait> fill(Phase phase, Tick deadline);
  asio::awaitable<Wait> wait(Transport::Socket::wait_type what, Tick deadline);
  // The earlier of `span` from now and what is left of the time for all of a body or an answer of
  // which so many bytes have moved since `began`.
  Tick next_deadline(std::chrono::milliseconds span, Tick began, std::uint64_t moved) const;
  Wait waited(const boost::system::error_code& error);
  asio::awaitable<void> linger();
  void forget_parsed_input();

  IoThread& thread_;
  Transport transport_;
  std::string peer_;
  std::size_t list_index_ = 0;

  Phase phase_ = Phase::idle;
  Tick deadline_ = 0;   // 0: none
  Tick body_ends_ = 0;  // when a body must have ended, however it comes; 0: no such time
  bool timed_out_ = false;

  std::string input_;  // bytes that came and are not parsed yet, from parsed_ on
  std::size_t parsed_ = 0;
  std::optional<RequestParser> parser_;
  MemoryLease body_memory_;              // of the body that the parser holds
  const std::int64_t* party_ = nullptr;  // of the exchange; valid while it runs
  RequestHead request_;
  bool keep_alive_ = false;
  // Those of the head, once a chunked body is read: Beast adds the trailer's to its own.
  std::optional<RequestFields> fields_before_trailer_;
  bool body_broken_ = false;    // the rest of the stream can't be trusted
  bool continue_owed_ = false;  // the client waits for 100 Continue
  std::string head_;            // of the answer
  std::pair<std::string_view, std::string_view> to_write_;
};

}  // namespace fieldstone::http
