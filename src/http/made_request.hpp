// A request that no socket brought: for who asks a handler from inside the process.
#pragma once

#include <boost/asio/io_context.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/server.hpp"

namespace fieldstone::http {

struct PlainRequest {
  Verb verb = Verb::get;
  std::string path;
  std::string query;
  std::vector<Header> headers;
  std::string body;
};

// Requires: what it is made of outlives it.
class MadeRequest final : public Request {
 public:
  explicit MadeRequest(const PlainRequest& request) : request_(request) {}

  Verb verb() const override { return request_.verb; }
  std::string_view path() const override { return request_.path; }
  std::string_view query() const override { return request_.query; }
  std::string_view header(std::string_view name) const override;
  bool has_header(std::string_view name) const override { return find(name) != nullptr; }
  bool has_body() const override { return !request_.body.empty(); }
  std::string_view peer() const override { return "127.0.0.1"; }
  asio::awaitable<Result<std::string_view>> read_body(std::uint64_t max_bytes) override;

 private:
  const Header* find(std::string_view name) const;

  const PlainRequest& request_;
  bool body_read_ = false;
};

// The exchange that a handler is asked in.
struct Asking {
  Handler& handler;
  std::string_view request_id;
  TimeMs started;
};

// The handler's answer. Runs `loop` on the calling thread until it is there; what the handler
// throws comes out here.
Response ask(const Asking& asking, asio::io_context& loop, const PlainRequest& request);

}  // namespace fieldstone::http
