#include "auth/signed_payload.hpp"

#include <sodium.h>

#include <array>

#include "auth/token.hpp"
#include "base/base64.hpp"

namespace fieldstone::auth {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

TokenHash hmac(std::string_view key, std::string_view text) {
  TokenHash mac;
  static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<TokenHash>);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

}  // namespace

std::string make_uuid(Random& random) {
  TokenHash bytes;
  random.fill(bytes);
  std::string hex = to_hex(bytes).substr(0, 32);
  constexpr std::string_view kVariants = "89ab";
  hex[12] = '4';
  hex[16] = kVariants[bytes[31] & 3U];
  for (const std::size_t place : {8U, 13U, 18U, 23U}) hex.insert(place, "-");
  return hex;
}

std::string sign_jwt(std::string_view secret, std::string_view claims) {
  std::string token = base64_encode(R"({"typ":"JWT","alg":"HS256"})", Base64::url_unpadded) + "." +
                      base64_encode(claims, Base64::url_unpadded);
  const TokenHash mac = hmac(secret, token);
  const std::string_view raw(reinterpret_cast<const char*>(mac.data()), mac.size());
  return token + "." + base64_encode(raw, Base64::url_unpadded);
}

std::string sign_payload(std::string_view secret, std::string_view json) {
  return base64_encode(json, Base64::standard_padded) + "." +
         base64_encode(to_hex(hmac(secret, json)), Base64::standard_padded);
}

}  // namespace fieldstone::auth
