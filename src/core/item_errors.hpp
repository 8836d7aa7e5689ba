// The checks that members of request bodies share, and where their messages go (CU-31, CU-45).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "core/input.hpp"

namespace fieldstone {

// What the message of a member that is missing says (HTTP-68).
inline constexpr std::string_view kMissingMember = "error.path.missing";

enum class Presence : std::uint8_t { required, optional };

// How long a text may be. Units: code points (CU-31).
struct TextLength {
  std::size_t min = 0;
  std::size_t max = 0;
};

// Null counts as absent where a member is optional and no minimum is published for it (CU-31).
template <class T>
bool is_absent(const Input<T>& input, Presence presence = Presence::optional, std::size_t min = 0) {
  return !input.present() ||
         (input.state == InputState::null && presence == Presence::optional && min == 0);
}

// Collects the errors of one item of a request's array: one message a member, what is broken first.
class ItemErrors {
 public:
  // Members are named prefix + name: "0.email", "0.addresses.1.city".
  ItemErrors(std::string prefix, std::vector<FieldError>& errors)
      : prefix_(std::move(prefix)), errors_(errors) {}

  void add(std::string_view field, std::string message);
  void missing(std::string_view field) { add(field, std::string(kMissingMember)); }

  void text(std::string_view field, const TextInput& input, TextLength length, Presence presence,
            bool (*looks_right)(std::string_view) = nullptr);
  // An integer of `min` … 2^31 - 1.
  void integer(std::string_view field, const IntegerInput& input, std::int64_t min,
               Presence presence = Presence::optional);
  // The same, named by `field`, for the ids of PUT: any integer will do, unknown ones come later.
  void id(std::string_view field, const IntegerInput& input, Presence presence);
  void flag(std::string_view field, const FlagInput& input);

  const std::string& prefix() const { return prefix_; }
  // For items within the item.
  std::vector<FieldError>& all() { return errors_; }

 private:
  std::string prefix_;
  std::vector<FieldError>& errors_;
};

}  // namespace fieldstone
