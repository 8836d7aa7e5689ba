// POST /oauth2/token: an app exchanges its code for the token of a store (APP-10 … APP-14). Below
// no store and without a token of its own, so it is beside the endpoint table.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "http/response.hpp"
#include "http/server.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::api {

namespace asio = boost::asio;

// Label of the access log.
inline constexpr std::string_view kTokenRoute = "/oauth2/token";

// Whether a request is for it, with a slash at the end or without.
bool is_token_path(std::string_view path);

// Requires: is_token_path(). Whatever goes wrong is answered in the form of RFC 6749, 5.2.
asio::awaitable<http::Response> exchange_token(store::Store* store, http::Exchange* exchange);

}  // namespace fieldstone::api
