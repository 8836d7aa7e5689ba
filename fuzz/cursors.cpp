// Cursors: whatever is decoded is a position that encodes into an equal cursor.
#include "api/wire/cursor_text.hpp"
#include "base/base64.hpp"
#include "base/check.hpp"
#include "base/utf8.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

void check_base64(std::string_view text) {
  for (const auto form : {Base64::standard_padded, Base64::url_unpadded}) {
    FS_CHECK(base64_decode(base64_encode(text, form)) == text);
  }
}

void check_position(const CursorPosition& position) {
  FS_CHECK(position.id >= 0 && position.id <= (std::int64_t{1} << 62));
  if (position.text_value) {
    FS_CHECK(is_valid_utf8(*position.text_value) && !has_nul(*position.text_value));
  }
}

void check_cursor(std::string_view text) {
  if (const auto position = api::decode_metafield_cursor(text)) {
    check_position(*position);
    FS_CHECK(api::decode_metafield_cursor(api::encode_metafield_cursor(*position)) == position);
  }
  for (const auto sort : {CustomerSort::id, CustomerSort::date_created, CustomerSort::last_name,
                          CustomerSort::date_modified}) {
    const auto position = api::decode_customer_cursor(text, sort);
    if (!position) continue;
    check_position(*position);
    const std::string again = api::encode_customer_cursor(*position, sort);
    FS_CHECK(api::decode_customer_cursor(again, sort) == position);
  }
  if (const auto position = api::decode_form_value_cursor(text)) {
    check_position(*position);
    const std::string again = api::encode_form_value_cursor(*position->integer_value, position->id);
    FS_CHECK(api::decode_form_value_cursor(again) == position);
  }
}

}  // namespace
}  // namespace fieldstone::fuzz

// The text as it stands, and as what a cursor would carry.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone;
  const std::string_view text = fuzz::Bytes(data, size).rest();
  fuzz::check_base64(text);
  fuzz::check_cursor(text);
  fuzz::check_cursor(base64_encode(text, Base64::url_unpadded));
  return 0;
}
