#include "core/item_errors.hpp"

#include "base/utf8.hpp"
#include "core/limits.hpp"

namespace fieldstone {

void ItemErrors::add(std::string_view field, std::string message) {
  errors_.push_back({prefix_ + std::string(field), std::move(message)});
}

void ItemErrors::text(std::string_view field, const TextInput& input, TextLength length,
                      Presence presence, bool (*looks_right)(std::string_view)) {
  const std::string name(field);
  if (is_absent(input, presence, length.min)) {
    if (presence == Presence::required) missing(field);
  } else if (!input.has_value()) {
    add(field, name + " must be a string");
  } else if (has_nul(input.value)) {
    add(field, name + " must not contain U+0000 or half a surrogate pair");
  } else if (const auto found = code_points(input.value);
             found < length.min || found > length.max) {
    add(field, name + " must be between " + std::to_string(length.min) + " and " +
                   std::to_string(length.max) + " characters long");
  } else if (looks_right != nullptr && !looks_right(input.value)) {
    add(field, name + " must be a valid " + name);
  }
}

void ItemErrors::integer(std::string_view field, const IntegerInput& input, std::int64_t min,
                         Presence presence) {
  if (is_absent(input, presence)) {
    if (presence == Presence::required) missing(field);
  } else if (!input.has_value() || input.value < min || input.value > kMaxInt32) {
    add(field, std::string(field) + " must be an integer of at least " + std::to_string(min));
  }
}

void ItemErrors::id(std::string_view field, const IntegerInput& input, Presence presence) {
  if (!input.present()) {
    if (presence == Presence::required) missing(field);
  } else if (!input.has_value()) {
    add(field, std::string(field) + " must be an integer");
  }
}

void ItemErrors::flag(std::string_view field, const FlagInput& input) {
  if (!is_absent(input) && !input.has_value())
    add(field, std::string(field) + " must be true or false");
}

}  // namespace fieldstone
