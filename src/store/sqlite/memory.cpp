#include "store/sqlite/memory.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace fieldstone::store::sqlite {
namespace {

// Kept blocks come in multiples of this, header included, up to so many of it; what is larger is
// the C library's business. A page of the database with its bookkeeping is.
constexpr std::size_t kStep = 64;
constexpr std::size_t kClasses = 32;
constexpr unsigned kKeptPerClass = 32;

// Before every block: how much the caller may use, and the next block while this one is kept.
struct alignas(16) Header {
  std::size_t bytes;
  Header* next;
};
static_assert(sizeof(Header) == 16);

struct Class {
  Header* first = nullptr;
  unsigned kept = 0;
};

struct Pool {
  std::array<Class, kClasses> classes;
  unsigned limit = kKeptPerClass;
  bool watched = false;  // its thread's end is
};
constinit thread_local Pool pool;

// Gives everything back when the thread ends; what is freed later is not kept.
struct Emptier {
  ~Emptier() {
    pool.limit = 0;
    for (Class& of_size : pool.classes) {
      while (of_size.first != nullptr) {
        Header* const block = of_size.first;
        of_size.first = block->next;
        std::free(block);
      }
    }
  }
};

void watch_end_of_thread() {
  [[maybe_unused]] static thread_local Emptier emptier;
  pool.watched = true;
}

std::size_t class_of(std::size_t bytes) { return (bytes + sizeof(Header)) / kStep - 1; }

Header* header_of(void* block) { return static_cast<Header*>(block) - 1; }

int round_up(int bytes) {
  const std::size_t whole =
      (static_cast<std::size_t>(bytes) + sizeof(Header) + kStep - 1) / kStep * kStep;
  return static_cast<int>(whole - sizeof(Header));
}

// SQLite rounds up by round_up() first.
void* allocate(int size) {
  const auto bytes = static_cast<std::size_t>(round_up(size));
  if (const std::size_t index = class_of(bytes); index < kClasses) {
    Class& of_size = pool.classes[index];
    if (Header* const block = of_size.first; block != nullptr) {
      of_size.first = block->next;
      --of_size.kept;
      return block + 1;
    }
  }
  auto* const block = static_cast<Header*>(std::malloc(bytes + sizeof(Header)));
  if (block == nullptr) return nullptr;
  block->bytes = bytes;
  return block + 1;
}

void release(void* memory) {
  Header* const block = header_of(memory);
  if (const std::size_t index = class_of(block->bytes); index < kClasses) {
    Class& of_size = pool.classes[index];
    if (of_size.kept < pool.limit) {
      if (!pool.watched) watch_end_of_thread();
      block->next = of_size.first;
      of_size.first = block;
      ++of_size.kept;
      return;
    }
  }
  std::free(block);
}

int size_of(void* memory) { return static_cast<int>(header_of(memory)->bytes); }

void* resize(void* memory, int size) {
  const int bytes = round_up(size);
  const int known = size_of(memory);
  if (bytes == known) return memory;
  if (class_of(static_cast<std::size_t>(bytes)) >= kClasses &&
      class_of(static_cast<std::size_t>(known)) >= kClasses) {
    auto* const block = static_cast<Header*>(
        std::realloc(header_of(memory), static_cast<std::size_t>(bytes) + sizeof(Header)));
    if (block == nullptr) return nullptr;
    block->bytes = static_cast<std::size_t>(bytes);
    return block + 1;
  }
  void* const moved = allocate(bytes);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, static_cast<std::size_t>(bytes < known ? bytes : known));
  release(memory);
  return moved;
}

int start(void*) { return SQLITE_OK; }
void stop(void*) {}

constexpr sqlite3_mem_methods kMethods = {&allocate, &release, &resize, &size_of,
                                          &round_up, &start,   &stop,   nullptr};

}  // namespace

const sqlite3_mem_methods& memory_methods() { return kMethods; }

}  // namespace fieldstone::store::sqlite
