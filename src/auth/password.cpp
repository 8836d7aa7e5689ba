#include "auth/password.hpp"

#include <sodium.h>

namespace fieldstone::auth {
namespace {

// 19 MiB and two passes: the least that is recommended for servers, so that a check costs an
// attacker enough and a busy server little.
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = std::size_t{19} * 1024 * 1024;

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  char text[crypto_pwhash_STRBYTES] = {};
  if (sodium_init() < 0 || crypto_pwhash_str_alg(text, password.data(), password.size(), kPasses,
                                                 kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(Code::unavailable, "CU-32");
  }
  return std::string(text);
}

bool verify_password(const std::string& hash, std::string_view password) {
  return sodium_init() >= 0 &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool reject_password(std::string_view password) {
  // A hash of nobody's password, made once with the same parameters as all others.
  static const Result<std::string> nobody = hash_password("nobody");
  if (nobody) static_cast<void>(verify_password(*nobody, password));
  return false;
}

}  // namespace fieldstone::auth
