// Cursors as clients see them (HTTP-93): opaque to them, positions to us.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/list_filter.hpp"
#include "core/page.hpp"

namespace fieldstone::api {

// Metafields: base64 of "id:7". Decoding accepts both alphabets, with or without padding.
std::string encode_metafield_cursor(const CursorPosition& position);
std::optional<CursorPosition> decode_metafield_cursor(std::string_view text);

// Customers: base64url of {"id":204}; a sorted list adds the sort value (CU-223):
// {"id":204,"last_name":"lee"}.
std::string encode_customer_cursor(const CursorPosition& position, CustomerSort sort);
// Nothing, too, when the cursor belongs to another sort.
std::optional<CursorPosition> decode_customer_cursor(std::string_view text, CustomerSort sort);

// Form-field values: the same, of {"sessionId":38,"fieldId":40}. The position's integer is the
// session, its id the field.
std::string encode_form_value_cursor(std::int64_t session_id, std::int64_t field_id);
std::optional<CursorPosition> decode_form_value_cursor(std::string_view text);

// "date_created" and so on (HTTP-105).
std::string_view sort_name(CustomerSort sort);

}  // namespace fieldstone::api
