// Whole sequences of operations, by several apps in two stores, against a naive model: who may do
// what, what is unique, what is counted, what goes with what. Structure-aware: every input is a
// sequence of valid calls of use cases, with values that are often none.
#include "model/world.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone::fuzz;
  static World world;
  constexpr int kMaxSteps = 64;
  Bytes bytes(data, size);
  world.begin(bytes);
  for (int i = 0; i < kMaxSteps && !bytes.done(); ++i) world.step();
  world.check();
  return 0;
}
