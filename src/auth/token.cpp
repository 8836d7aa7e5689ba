#include "auth/token.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/check.hpp"

namespace fieldstone::auth {
namespace {

// 32 letters: five random bits each, without bias.
constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";

std::string random_text(Random& random, std::size_t length) {
  std::vector<std::uint8_t> bytes(length);
  random.fill(bytes);
  std::string text;
  text.reserve(length);
  for (const std::uint8_t byte : bytes) text += kAlphabet[byte & 31U];
  return text;
}

}  // namespace

SodiumRandom::SodiumRandom() { FS_CHECK(sodium_init() >= 0); }

void SodiumRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

std::string make_token(Random& random) { return random_text(random, 52); }
std::string make_client_id(Random& random) { return random_text(random, 31); }

bool is_well_formed_token(std::string_view text) {
  constexpr std::size_t kMaxBytes = 128;
  return !text.empty() && text.size() <= kMaxBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

TokenHash hash_token(std::string_view token) {
  TokenHash hash;
  static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<TokenHash>);
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size());
  return hash;
}

std::string to_hex(const TokenHash& hash) {
  std::string hex(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  hex.pop_back();
  return hex;
}

Result<std::shared_ptr<const Principal>> find_principal(store::Tx& tx, const TokenHash& hash) {
  FS_TRY(auto record, tx.accounts().find_token(to_hex(hash)));
  if (!record) return fail(Code::unauthorized, "HTTP-62");
  FS_TRY(auto scopes, ScopeSet::of_stored(record->scopes));
  return std::make_shared<const Principal>(
      Principal{record->store_id, std::move(record->store_hash), std::move(record->client_id),
                scopes, record->answers});
}

TokenCache::TokenCache(std::chrono::milliseconds time_to_live, std::size_t max_entries)
    : time_to_live_(time_to_live), max_entries_(max_entries) {
  static_assert(crypto_shorthash_siphashx24_KEYBYTES == std::tuple_size_v<decltype(key_)>);
  SodiumRandom().fill(key_);
}

std::size_t TokenCache::FirstBytes::operator()(const Fingerprint& fingerprint) const {
  std::size_t value = 0;
  std::memcpy(&value, fingerprint.data(), sizeof value);
  return value;
}

TokenCache::Fingerprint TokenCache::fingerprint_of(std::string_view token) const {
  Fingerprint fingerprint;
  static_assert(crypto_shorthash_siphashx24_BYTES == std::tuple_size_v<Fingerprint>);
  crypto_shorthash_siphashx24(fingerprint.data(),
                              reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                              key_.data());
  return fingerprint;
}

std::shared_ptr<const Principal> TokenCache::find(std::string_view token, Clock::time_point now) {
  const Fingerprint fingerprint = fingerprint_of(token);
  const std::lock_guard lock(mutex_);
  const auto entry = entries_.find(fingerprint);
  if (entry == entries_.end() || entry->second.expires <= now) return nullptr;
  return entry->second.principal;
}

void TokenCache::insert(std::string_view token, std::shared_ptr<const Principal> principal,
                        Clock::time_point now) {
  const Fingerprint fingerprint = fingerprint_of(token);
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= max_entries_) entries_.clear();
  entries_[fingerprint] = {std::move(principal), now + time_to_live_};
}

}  // namespace fieldstone::auth
