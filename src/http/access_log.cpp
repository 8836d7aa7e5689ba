#include "http/access_log.hpp"

#include <vector>

#include "http/anonymous_path.hpp"

namespace fieldstone::http {

void AccessLog::finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                         std::chrono::microseconds duration) {
  if (requests_ == Requests::unlogged) return;
  const auto or_dash = [](std::string_view text) {
    return text.empty() ? std::string_view("-") : text;
  };
  const std::string unknown =
      exchange.route.empty() ? anonymous_path(exchange.request.path()) : std::string();
  std::vector<log::Field> fields{{"request_id", exchange.request_id},
                                 {"peer", or_dash(exchange.request.peer())},
                                 {"store", or_dash(exchange.store_hash)},
                                 {"client_id", or_dash(exchange.client_id)},
                                 {"method", verb_name(exchange.request.verb())},
                                 {"route", or_dash(unknown.empty() ? exchange.route : unknown)},
                                 {"status", status},
                                 {"error", or_dash(exchange.error_code)},
                                 {"bytes", response_bytes},
                                 {"duration_us", static_cast<std::int64_t>(duration.count())}};
  if (!exchange.missing_scope.empty()) fields.emplace_back("missing_scope", exchange.missing_scope);
  if (!exchange.bad_fields.empty()) fields.emplace_back("bad_fields", exchange.bad_fields);
  logger_.write(log::Level::info, "request", fields);
}

void AccessLog::fault(const Exchange& exchange, std::string_view what) {
  logger_.error("handler threw",
                {{"request_id", exchange.request_id}, {"route", exchange.route}, {"what", what}});
}

void AccessLog::cannot_accept(std::string_view why) {
  logger_.error("connections wait: they can't be accepted", {{"reason", why}});
}

}  // namespace fieldstone::http
