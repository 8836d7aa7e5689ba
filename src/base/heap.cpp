#include "base/heap.hpp"

#include <malloc.h>

namespace fieldstone {

void give_back_large_blocks() noexcept {
  constexpr int kLargeBytes = 256 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLargeBytes);
  mallopt(M_TRIM_THRESHOLD, 4 * kLargeBytes);
}

}  // namespace fieldstone
