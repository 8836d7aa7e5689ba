// wrong_on_purpose address|thread: leaks, or races. The sanitizer must say so.
#include <cstdlib>
#include <string_view>
#include <thread>

namespace {

int shared = 0;

void* volatile lost = nullptr;

void leak() {
  lost = std::malloc(100);
  lost = nullptr;
}

void race() {
  std::thread other([] { ++shared; });
  ++shared;
  other.join();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  if (std::string_view(argv[1]) == "address") {
    leak();
  } else {
    race();
  }
  return 0;
}
