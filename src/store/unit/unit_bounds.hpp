// What a request's unit of work may cost: whoever writes meanwhile waits for it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace fieldstone::store {

// Beyond, the unit fails and nothing of it stays (HTTP-171). Looked at before each statement, and
// while one reads; steps are counted by SQLite alone.
struct UnitBounds {
  std::int64_t steps = 50'000'000;         // of SQLite's virtual machine, about
  std::uint64_t bytes = 64 * 1024 * 1024;  // of text that is read
  std::chrono::milliseconds time{10'000};  // SQLite: of processor time; PostgreSQL: of the clock
};

// Whether a unit has these bounds. Those of commands and of deliveries have none.
enum class Bounded : std::uint8_t { no, yes };

// What a client reads then.
inline constexpr std::string_view kTooMuchAtOnce =
    "The request changes too much at once, and nothing was changed. Ask for less at a time.";

}  // namespace fieldstone::store
