// One member of a request body: what was there, judged later, so that one answer can name every
// broken field. Views point into the request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fieldstone {

enum class InputState : std::uint8_t { absent, null, wrong_type, value };

template <class T>
struct Input {
  InputState state = InputState::absent;
  T value{};

  bool present() const { return state != InputState::absent; }
  bool has_value() const { return state == InputState::value; }
};

using TextInput = Input<std::string_view>;  // valid UTF-8; may hold NUL (MF-17)
using IntegerInput = Input<std::int64_t>;
using FlagInput = Input<bool>;
using IntegersInput = Input<std::vector<std::int64_t>>;

}  // namespace fieldstone
