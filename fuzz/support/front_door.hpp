// The whole API without a socket: a dispatcher over a store in memory, and requests as values.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/gate/dispatch.hpp"
#include "http/made_request.hpp"
#include "support/memory_store.hpp"

namespace fieldstone::fuzz {

using http::PlainRequest;

// Every input meets the same: a store "fuzz" with four accounts and a form field of each type, and
// a store "other" with one account.
class FrontDoor {
 public:
  static constexpr std::array<std::string_view, 5> kTokens = {
      "owner-token", "other-token", "full-token", "reader-token", "foreign-token"};

  FrontDoor();

  // The answer of the whole API. Aborts on an answer that no request may get: a 500, a body that is
  // not what its headers say.
  http::Response send(const PlainRequest& request);
  // Checks the database and takes everything back.
  void check_and_reset();

  const std::vector<api::Endpoint>& endpoints() const { return dispatcher_.endpoints(); }

 private:
  MemoryStore store_;
  log::NullLogger logger_;
  api::Dispatcher dispatcher_;
  boost::asio::io_context loop_;
  bool changed_ = false;
};

}  // namespace fieldstone::fuzz
