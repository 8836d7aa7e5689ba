#include "base/scheduling.hpp"

#include <linux/sched/types.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace fieldstone {
namespace {

constexpr int kNiceness = 10;  // a fifth less for each step

}  // namespace

void ask_for_short_turns() noexcept {
  constexpr unsigned kShortestTurn = 100'000;  // nanoseconds; the kernel takes no less
  sched_attr attributes{};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  attributes.size = sizeof attributes;
  attributes.sched_runtime = kShortestTurn;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void step_back() noexcept {
  sched_attr attributes{};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  attributes.size = sizeof attributes;
  if (attributes.sched_nice >= kNiceness) return;
  attributes.sched_nice = kNiceness;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace fieldstone
