// A metafield on the wire: its eleven members in their order (MF-12), field selection, shapes of
// writes.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/wire/json_write.hpp"
#include "core/metafield.hpp"
#include "http/query_string.hpp"

namespace fieldstone::api {

// Which members an answer shows (HTTP-100, MF-94). `id` is always one of them.
class FieldSelection {
 public:
  static FieldSelection all() { return FieldSelection(); }
  // include_fields first, then exclude_fields; unknown names are ignored (HTTP-101).
  static FieldSelection from(const http::QueryString& query);
  bool shows(int member) const { return (members_ & (1U << static_cast<unsigned>(member))) != 0; }

 private:
  std::uint32_t members_ = ~0U;
};

void write_metafield(JsonWriter& json, const MetafieldView& metafield,
                     const FieldSelection& selection);

// An id as its type writes it: number, or string for cart and store (MF-6).
void write_metafield_id(JsonWriter& json, MetafieldId id, const ResourceTraits& resource);

}  // namespace fieldstone::api
