// Access tokens, client ids and secrets: making, hashing, looking up (HTTP-140 … HTTP-146).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "auth/principal.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::auth {

// libsodium's generator. Thread: any.
class SodiumRandom final : public Random {
 public:
  SodiumRandom();
  void fill(std::span<std::uint8_t> bytes) override;
};

// 256 random bits as 52 lower-case letters and digits.
std::string make_token(Random& random);
// 31 lower-case letters and digits (HTTP-140).
std::string make_client_id(Random& random);

// Whether text can be a token at all: 1 … 128 letters, digits, '-' and '_' (HTTP-61).
bool is_well_formed_token(std::string_view text);

// SHA-256. Tokens are compared by their hashes only, so the time a comparison takes tells nothing
// of the token (HTTP-146).
using TokenHash = std::array<std::uint8_t, 32>;
TokenHash hash_token(std::string_view token);
// Lower-case hex, as stored.
std::string to_hex(const TokenHash& hash);

// Errors: unauthorized for an unknown token or a revoked account (HTTP-62).
Result<std::shared_ptr<const Principal>> find_principal(store::Tx& tx, const TokenHash& hash);

// Remembers principals for a moment, so that most requests need no look-up. A revoked token is
// refused at the latest when the moment is over. Unknown tokens are never remembered: a new one
// works at once. Thread: any.
class TokenCache {
 public:
  using Clock = std::chrono::steady_clock;
  explicit TokenCache(std::chrono::milliseconds time_to_live = std::chrono::milliseconds(500),
                      std::size_t max_entries = 10'000);

  std::shared_ptr<const Principal> find(std::string_view token, Clock::time_point now);
  void insert(std::string_view token, std::shared_ptr<const Principal> principal,
              Clock::time_point now);

 private:
  struct Entry {
    std::shared_ptr<const Principal> principal;
    Clock::time_point expires;
  };
  // SipHash of a token under a key that only this process knows, for a tenth of a SHA-256's price.
  // Without the key nobody can aim at a fingerprint, so a look-up's time tells nothing (HTTP-146).
  using Fingerprint = std::array<std::uint8_t, 16>;
  struct FirstBytes {
    std::size_t operator()(const Fingerprint& fingerprint) const;
  };

  Fingerprint fingerprint_of(std::string_view token) const;

  std::array<std::uint8_t, 16> key_;
  std::chrono::milliseconds time_to_live_;
  std::size_t max_entries_;
  std::mutex mutex_;
  std::unordered_map<Fingerprint, Entry, FirstBytes> entries_;
};

}  // namespace fieldstone::auth
