// How the kernel shares the processors among our threads.
#pragma once

namespace fieldstone {

// Asks for short turns on a processor: a thread that works for a moment and then waits gets its
// turn sooner after it wakes than threads with long turns, at no larger share of the processor.
// Linux 6.12 and newer do so; elsewhere, and where a sandbox forbids it, nothing changes. Thread:
// concerns the calling one, and those that it starts from here on.
void ask_for_short_turns() noexcept;

// What a thread gets where processors are short, of what one gets that answers requests.
enum class Share : unsigned char { a_third, a_thirtieth };

// Steps back behind threads that answer requests. Where processors are not short nothing changes,
// nor where a sandbox forbids it. Thread: concerns the calling one, and those that it starts from
// here on.
void step_back(Share share) noexcept;

}  // namespace fieldstone
