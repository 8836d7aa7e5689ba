#include "config/parse.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/printable_address.hpp"

namespace fieldstone::config {
namespace {

template <class T>
bool whole(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

Failure bad(std::string_view what, std::string_view text, std::string_view expected) {
  return fail(Code::validation, {},
              std::string(what) + " '" + std::string(text) + "' is not valid: expected " +
                  std::string(expected));
}

std::int64_t unit_ms(std::string_view unit) {
  if (unit == "ms") return 1;
  if (unit == "s") return 1000;
  if (unit == "m") return 60'000;
  if (unit == "h") return 3'600'000;
  return 0;
}

// Takes a parameter of ours out of a URL's query. Whether it was one of ours, and valid.
Result<bool> take_parameter(std::string_view parameter, DatabaseUrl& url) {
  constexpr std::string_view kConnections = "connections=";
  constexpr std::size_t kMostConnections = 1000;
  if (parameter.starts_with(kConnections)) {
    const std::string_view number = parameter.substr(kConnections.size());
    if (!whole(number, url.connections) || url.connections < 2 ||
        url.connections > kMostConnections) {
      return bad("connections", number, "a number from 2 to 1000");
    }
    return true;
  }
  if (!parameter.starts_with("pooler=")) return false;
  if (parameter != "pooler=transaction") return bad("pooler", parameter, "pooler=transaction");
  url.pooler = Pooler::transaction;
  return true;
}

// SQLite's names for a database that no other process can see.
bool is_in_memory(std::string_view path) {
  return path == ":memory:" || path.starts_with("file::memory:") ||
         (path.starts_with("file:") && path.find("mode=memory") != std::string_view::npos);
}

Result<DatabaseUrl> parse_postgres_url(std::string_view text) {
  DatabaseUrl url;
  url.kind = DatabaseKind::postgres;
  const auto question = text.find('?');
  url.target = text.substr(0, question);
  char before = '?';
  std::string_view rest =
      question == std::string_view::npos ? std::string_view() : text.substr(question + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const std::string_view parameter = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    FS_TRY(const bool ours, take_parameter(parameter, url));
    if (ours) continue;
    (url.target += before) += parameter;
    before = '&';
  }
  return url;
}

}  // namespace

Result<DatabaseUrl> parse_database_url(std::string_view text) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (text.starts_with(kSqlite) && is_in_memory(text.substr(kSqlite.size()))) {
    return fail(Code::validation, {},
                "an SQLite database in memory (:memory:) is gone with the command that made it: "
                "expected sqlite:PATH, the path of a file");
  }
  if (text.starts_with(kSqlite) && text.size() > kSqlite.size() &&
      text.find("://") == std::string_view::npos) {
    DatabaseUrl url;
    url.target = text.substr(kSqlite.size());
    return url;
  }
  if (text.starts_with("postgresql://") || text.starts_with("postgres://")) {
    return parse_postgres_url(text);
  }
  return bad("database", printable_address(text), "sqlite:PATH or postgresql://HOST/NAME");
}

Result<Listen> parse_listen(std::string_view text) {
  constexpr std::string_view kExpected = "HOST:PORT such as 127.0.0.1:8080 or [::1]:8080";
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad("address", text, kExpected);
  std::string_view host = text.substr(0, colon);
  Listen listen;
  if (!whole(text.substr(colon + 1), listen.port) || host.empty())
    return bad("address", text, kExpected);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (host.empty()) return bad("address", text, kExpected);
  } else if (host.find(':') != std::string_view::npos) {
    return bad("address", text, kExpected);  // which colon begins the port can't be told
  }
  listen.address = host == "localhost" ? "127.0.0.1" : std::string(host);
  return listen;
}

Result<Rate> parse_rate(std::string_view text) {
  constexpr std::string_view kExpected = "QUOTA/WINDOW such as 150/30s";
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return bad("rate limit", text, kExpected);
  const std::string_view window = text.substr(slash + 1);
  const auto digits = std::min(window.find_first_not_of("0123456789"), window.size());
  Rate rate;
  std::int64_t count = 0;
  const std::int64_t unit = unit_ms(window.substr(digits));
  constexpr std::int64_t kMaxWindow = 24 * 3'600'000;
  if (!whole(text.substr(0, slash), rate.quota) || !whole(window.substr(0, digits), count) ||
      unit == 0 || rate.quota < 1 || count < 1 || count > kMaxWindow / unit) {
    return bad("rate limit", text, kExpected);
  }
  rate.window = std::chrono::milliseconds(count * unit);
  return rate;
}

Result<std::chrono::milliseconds> parse_seconds(std::string_view text) {
  constexpr double kMost = 30.0 * 86'400;
  double seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] =
      std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (error != std::errc() || stopped != end || !(seconds >= 0.001 && seconds <= kMost)) {
    return fail(Code::validation, {},
                "\"" + std::string(text) + "\" is no number of seconds such as 10 or 0.5");
  }
  return std::chrono::milliseconds(std::llround(seconds * 1000));
}

Result<std::vector<std::chrono::milliseconds>> parse_seconds_list(std::string_view text) {
  std::vector<std::chrono::milliseconds> list;
  while (true) {
    const std::size_t comma = text.find(',');
    FS_TRY(const auto seconds, parse_seconds(text.substr(0, comma)));
    list.push_back(seconds);
    if (comma == std::string_view::npos) return list;
    text.remove_prefix(comma + 1);
  }
}

Status check_store_hash(std::string_view hash) {
  constexpr std::size_t kMaxLength = 32;
  const bool fine = !hash.empty() && hash.size() <= kMaxLength &&
                    std::all_of(hash.begin(), hash.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
                    });
  if (fine) return {};
  return bad("store hash", hash, "1 to 32 lower-case letters and digits");
}

}  // namespace fieldstone::config
