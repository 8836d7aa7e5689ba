// Settings of a store, as data: one object, and for each channel what it has otherwise.
#pragma once

#include <span>
#include <string_view>

#include "core/record/field.hpp"
#include "core/scope.hpp"

namespace fieldstone::record {

// Which channel a request is about.
enum class ChannelBy : std::uint8_t {
  nobody,  // the settings are the store's alone
  query,   // ?channel_id=
  path,    // `channel_path` has it
};

struct SettingsType {
  // Stable: names the rows.
  std::string_view name;
  std::string_view path;
  Scope scope = Scope::information;
  // A field's fallback is what holds until somebody sets it.
  std::span<const Field> fields;
  ChannelBy channels = ChannelBy::query;
  std::string_view channel_path{};
  bool bare = false;  // answered without `data` and `meta`
};

}  // namespace fieldstone::record
