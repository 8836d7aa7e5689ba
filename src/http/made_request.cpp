#include "http/made_request.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>

#include "base/check.hpp"
#include "http/header_list.hpp"

namespace fieldstone::http {

std::string_view MadeRequest::header(std::string_view name) const {
  const Header* found = find(name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

asio::awaitable<Result<std::string_view>> MadeRequest::read_body(std::uint64_t max_bytes) {
  FS_CHECK(!body_read_);
  body_read_ = true;
  if (request_.body.size() > max_bytes) co_return fail(Code::payload_too_large, {});
  co_return std::string_view(request_.body);
}

const Header* MadeRequest::find(std::string_view name) const {
  for (const Header& header : request_.headers) {
    if (equals_ignoring_case(header.name, name)) return &header;
  }
  return nullptr;
}

Response ask(const Asking& asking, asio::io_context& loop, const PlainRequest& request) {
  MadeRequest made(request);
  Exchange exchange{made, asking.request_id, asking.started, 0, {}, -1, {}, {}, {}, {}, {}, {}};
  std::optional<Response> response;
  asio::co_spawn(loop, asking.handler.handle(&exchange),
                 [&](const std::exception_ptr& thrown, Response answer) {
                   if (thrown) std::rethrow_exception(thrown);
                   response = std::move(answer);
                 });
  loop.restart();
  loop.run();
  FS_CHECK(response);
  return *std::move(response);
}

}  // namespace fieldstone::http
