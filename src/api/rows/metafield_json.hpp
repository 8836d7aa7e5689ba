// A metafield on the wire: its eleven members in their order (MF-12), field selection, shapes of
// writes.
#pragma once

#include <cstdint>
#include <string_view>

#include "api/endpoint.hpp"
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

// How the metafields of one answer look.
struct MetafieldForm {
  FieldSelection selection;
  IdForm ids = IdForm::integer;  // text for cart and store (MF-6); of carts only where documented

  // With the fields that the query selects.
  static MetafieldForm of(const Call& call);
  // With all fields.
  static MetafieldForm whole(const Call& call);
};

void write_metafield(JsonWriter& json, const MetafieldView& metafield, const MetafieldForm& form);

}  // namespace fieldstone::api
