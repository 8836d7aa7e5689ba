// How many files and sockets this process may have open at a time.
#pragma once

#include <cstdint>

namespace fieldstone {

// Raises the limit to `wanted`, or as far as the system lets it. Returns what it is then; never
// lowers it.
std::uint64_t raise_descriptor_limit(std::uint64_t wanted) noexcept;

}  // namespace fieldstone
