#include "http/access_log.hpp"

namespace fieldstone::http {

void AccessLog::finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                         std::chrono::microseconds duration) {
  const auto or_dash = [](std::string_view text) {
    return text.empty() ? std::string_view("-") : text;
  };
  logger_.info("request", {{"request_id", exchange.request_id},
                           {"peer", or_dash(exchange.request.peer())},
                           {"store", or_dash(exchange.store_hash)},
                           {"client_id", or_dash(exchange.client_id)},
                           {"method", verb_name(exchange.request.verb())},
                           {"route", or_dash(exchange.route)},
                           {"status", status},
                           {"error", or_dash(exchange.error_code)},
                           {"bytes", response_bytes},
                           {"duration_us", static_cast<std::int64_t>(duration.count())}});
}

void AccessLog::fault(const Exchange& exchange, std::string_view what) {
  logger_.error("handler threw",
                {{"request_id", exchange.request_id}, {"route", exchange.route}, {"what", what}});
}

}  // namespace fieldstone::http
