// The names of events: all that the reference publishes, and the few of ours. One table says which
// of them Fieldstone raises; whoever hosts a new kind of record marks its names there.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fieldstone {

enum class Raised : std::uint8_t {
  here,    // a change of what Fieldstone hosts raises it
  nobody,  // accepted as a scope; raised by `fieldstone hooks send` alone (WH-76)
};

struct EventName {
  // "{id}" stands for a channel's id. A "*" inside is a part of the name (WH-77).
  std::string_view pattern;
  Raised raised;
  // Compact JSON in the published shape, with ids of nothing in particular.
  std::string_view sample_data;
};

// Sorted by what they are about, not by name.
std::span<const EventName> event_names();

// The row of an event's name; null: nobody published it. "{id}" of the row matches a channel's
// positive id.
const EventName* find_event_name(std::string_view scope);

// Whether it is a wildcard that a hook may have: its last segment is "*" and at least two events
// have names that go on from there (WH-64, WH-78).
bool is_event_wildcard(std::string_view scope);

// The name under which an event is raised: the older one of the variants' metafields becomes the
// newer (WH-52); all others stay as they are.
std::string current_event_name(std::string_view scope);

// Whether an event belongs to one channel: store/channel/7/…, store/channel/*/….
bool is_channel_scoped(std::string_view event_scope);

inline constexpr std::string_view kVariantMetafields = "store/product/variant/metafield/";
inline constexpr std::string_view kOldVariantMetafields = "store/variant/metafield/";  // WH-52
inline constexpr std::string_view kUninstalledScope = "store/app/uninstalled";         // APP-24
// Tells a client of failing deliveries (WH-83).
inline constexpr std::string_view kDeliveryExceptionScope = "store/hook/deliveryException";

}  // namespace fieldstone
