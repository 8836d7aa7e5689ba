// Secrets that must be had back in the clear, under a key that is not in the database (WH-44):
// libsodium's secretbox, XSalsa20 and Poly1305.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"

namespace fieldstone::auth {

using SealKey = std::array<std::uint8_t, 32>;

SealKey make_seal_key(Random& random);
// As it stands in a key file: base64.
std::string seal_key_text(const SealKey& key);
// Errors: validation for what is no such text.
Result<SealKey> parse_seal_key(std::string_view text);

// Base64 of nonce and box. Sealing one secret twice gives two texts.
std::string seal(const SealKey& key, Random& random, std::string_view secret);
// Errors: unavailable when it was sealed with another key or has been changed.
Result<std::string> open_sealed(const SealKey& key, std::string_view sealed);

}  // namespace fieldstone::auth
