#include "api/rows/v2_names.hpp"

#include <string>

#include "api/wire/json_write.hpp"

namespace fieldstone::api {
namespace {

// The first of `names` that stands in the text gives way to its other name, wherever it stands.
void rename(std::span<const V2Name> names, std::string& text) {
  for (const V2Name& name : names) {
    auto at = text.find(name.v3);
    if (at == std::string::npos) continue;
    for (; at != std::string::npos; at = text.find(name.v3, at + name.v2.size()))
      text.replace(at, name.v3.size(), name.v2);
    return;
  }
}

}  // namespace

void rename_as_v2(std::span<const V2Name> names, std::vector<FieldError>& errors) {
  constexpr std::string_view kItem = "0.";
  for (FieldError& error : errors) {
    if (error.field.starts_with(kItem)) error.field.erase(0, kItem.size());
    rename(names, error.field);
    rename(names, error.message);
  }
}

http::Response encode_v2_count(const Call&, const std::int64_t& count) {
  JsonWriter out;
  out.begin_object().key("count").integer(count).end_object();
  return {.body = out.take(), .headers = {}};
}

}  // namespace fieldstone::api
