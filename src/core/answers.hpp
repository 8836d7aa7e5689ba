// Which of two forms an answer has where the reference and the live service differ (HTTP-39).
#pragma once

#include <cstdint>

namespace fieldstone {

// Stable: stored as numbers.
enum class Answers : std::uint8_t {
  documented = 0,  // as published
  observed = 1,    // as the clients in use expect
};

}  // namespace fieldstone
