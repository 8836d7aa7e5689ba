#include "base/scheduling.hpp"

#include <linux/sched/types.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace fieldstone {
namespace {

// A fifth less for each step.
int niceness_of(Share share) { return share == Share::a_third ? 5 : 15; }

}  // namespace

void ask_for_short_turns() noexcept {
  constexpr unsigned kShortestTurn = 100'000;  // nanoseconds; the kernel takes no less
  sched_attr attributes{};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  attributes.size = sizeof attributes;
  attributes.sched_runtime = kShortestTurn;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void step_back(Share share) noexcept {
  const int niceness = niceness_of(share);
  sched_attr attributes{};
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  attributes.size = sizeof attributes;
  if (attributes.sched_nice >= niceness) return;
  attributes.sched_nice = niceness;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace fieldstone
