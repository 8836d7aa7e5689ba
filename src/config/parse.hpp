// Texts of options into values. Every error is a sentence that says what the text should look like.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fieldstone::config {

enum class DatabaseKind : std::uint8_t { sqlite, postgres };

// What stands between us and a PostgreSQL server. transaction: a pooler that gives each transaction
// another session, such as PgBouncer with pool_mode = transaction.
enum class Pooler : std::uint8_t { none, transaction };

struct DatabaseUrl {
  DatabaseKind kind = DatabaseKind::sqlite;
  std::string target;            // file path, or the postgresql:// URL without the parameters below
  std::size_t connections = 8;   // connections=N of the URL
  Pooler pooler = Pooler::none;  // pooler=transaction of the URL
};

// "sqlite:PATH" or "postgresql://…", the latter with our own parameters among libpq's.
Result<DatabaseUrl> parse_database_url(std::string_view text);

struct Listen {
  std::string address;  // numeric IPv4 or IPv6, or "localhost"
  std::uint16_t port = 0;
};

// "HOST:PORT", "[::1]:PORT".
Result<Listen> parse_listen(std::string_view text);

struct Rate {
  std::int64_t quota = 0;
  std::chrono::milliseconds window{};
};

// "150/30s"; the unit is ms, s, m or h.
Result<Rate> parse_rate(std::string_view text);

// "10", "0.5": seconds, at least a millisecond.
Result<std::chrono::milliseconds> parse_seconds(std::string_view text);
// The same, several with commas between: "60,180,300".
Result<std::vector<std::chrono::milliseconds>> parse_seconds_list(std::string_view text);

// Short lower-case letters and digits (HTTP-2).
Status check_store_hash(std::string_view hash);

}  // namespace fieldstone::config
