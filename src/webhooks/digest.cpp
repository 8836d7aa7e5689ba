#include "webhooks/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>

#include "base/check.hpp"

namespace fieldstone::webhooks {
namespace {

// OpenSSL looks an algorithm up by its name at each use, which costs more than hashing a payload:
// each thread does so once.
class Sha1 {
 public:
  Sha1() : algorithm_(EVP_MD_fetch(nullptr, "SHA1", nullptr)), context_(EVP_MD_CTX_new()) {
    FS_CHECK(algorithm_ != nullptr && context_ != nullptr);
  }
  unsigned of(std::string_view text, unsigned char* digest) {
    unsigned size = 0;
    FS_CHECK(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
    FS_CHECK(EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1);
    FS_CHECK(EVP_DigestFinal_ex(context_.get(), digest, &size) == 1);
    return size;
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

class HmacSha256 {
 public:
  HmacSha256() {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    FS_CHECK(algorithm != nullptr);
    context_.reset(EVP_MAC_CTX_new(algorithm));  // holds the algorithm from here on
    EVP_MAC_free(algorithm);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    FS_CHECK(context_ != nullptr && EVP_MAC_CTX_set_params(context_.get(), parameters) == 1);
  }
  std::size_t of(std::string_view key, std::string_view text, unsigned char* digest) {
    std::size_t size = 0;
    const auto bytes = [](std::string_view from) {
      return reinterpret_cast<const unsigned char*>(from.data());
    };
    if (key.data() == nullptr) key = "";  // a null pointer would mean the key before
    FS_CHECK(EVP_MAC_init(context_.get(), bytes(key), key.size(), nullptr) == 1);
    FS_CHECK(EVP_MAC_update(context_.get(), bytes(text), text.size()) == 1);
    FS_CHECK(EVP_MAC_final(context_.get(), digest, &size, EVP_MAX_MD_SIZE) == 1);
    return size;
  }

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
};

}  // namespace

std::string sha1_hex(std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  static thread_local Sha1 sha1;
  const unsigned size = sha1.of(text, digest.data());
  std::string hex;
  hex.reserve(std::size_t{size} * 2);
  for (unsigned i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4U];
    hex += kHex[digest[i] & 0xFU];
  }
  return hex;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  static thread_local HmacSha256 hmac;
  const std::size_t size = hmac.of(key, text, digest.data());
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace fieldstone::webhooks
