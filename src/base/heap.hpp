// What the C library does with memory that is freed.
#pragma once

namespace fieldstone {

// Large blocks go back to the system when they are freed, whatever the size of earlier ones was: by
// itself the C library keeps what it has got once. For the whole process; call it before there are
// other threads.
void give_back_large_blocks() noexcept;

}  // namespace fieldstone
