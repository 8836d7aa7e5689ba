#include "auth/seal.hpp"

#include <sodium.h>

#include <algorithm>
#include <span>

#include "base/base64.hpp"

namespace fieldstone::auth {
namespace {

constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kTag = crypto_secretbox_MACBYTES;
static_assert(crypto_secretbox_KEYBYTES == std::tuple_size_v<SealKey>);

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SealKey make_seal_key(Random& random) {
  SealKey key;
  random.fill(key);
  return key;
}

std::string seal_key_text(const SealKey& key) {
  return base64_encode({reinterpret_cast<const char*>(key.data()), key.size()},
                       Base64::standard_padded);
}

Result<SealKey> parse_seal_key(std::string_view text) {
  const auto bytes = base64_decode(text);
  SealKey key;
  if (!bytes || bytes->size() != key.size()) {
    return fail(Code::validation, "WH-44", "not 32 bytes in base64");
  }
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

std::string seal(const SealKey& key, Random& random, std::string_view secret) {
  std::string box(kNonce + kTag + secret.size(), '\0');
  random.fill(std::span(bytes_of(box), kNonce));
  crypto_secretbox_easy(bytes_of(box) + kNonce, bytes_of(secret), secret.size(), bytes_of(box),
                        key.data());
  return base64_encode(box, Base64::standard_padded);
}

Result<std::string> open_sealed(const SealKey& key, std::string_view sealed) {
  const auto box = base64_decode(sealed);
  if (box && box->size() >= kNonce + kTag) {
    std::string secret(box->size() - kNonce - kTag, '\0');
    const unsigned char* nonce = bytes_of(std::string_view(*box));
    if (crypto_secretbox_open_easy(bytes_of(secret), nonce + kNonce, box->size() - kNonce, nonce,
                                   key.data()) == 0) {
      return secret;
    }
  }
  return fail(Code::unavailable, "WH-44", "the secret was sealed with another key");
}

}  // namespace fieldstone::auth
