// SHA-1 and HMAC-SHA256, as the wire wants them.
#pragma once

#include <string>
#include <string_view>

namespace fieldstone::webhooks {

// 40 lower-case hex digits.
std::string sha1_hex(std::string_view text);
// 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace fieldstone::webhooks
