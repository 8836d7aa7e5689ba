// How a customer lies in its table. Private to store/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/customer.hpp"
#include "store/sql/integer_list.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// Stable: stored in id_sequence and row_count.
inline constexpr std::string_view kCustomerSequence = "customer";
inline constexpr std::string_view kCustomerSubject = "customer";
// Stable: stored in day_count.
inline constexpr std::string_view kCustomersCreated = "customer/created";
inline constexpr std::string_view kCustomersModified = "customer/modified";

inline constexpr std::string_view kCustomerColumns =
    "id, email, first_name, last_name, company, phone, registration_ip_address, notes, "
    "tax_exempt_category,"
    " customer_group_id, address_count, attribute_count, force_password_reset, "
    "accepts_review_emails,"
    " origin_channel_id, channel_ids, created_at, modified_at, store_credit_cents";

// NULL means all channels.
inline std::optional<std::string> channel_text(const ChannelIds& ids) {
  if (!ids) return std::nullopt;
  return integer_text(*ids);
}

// Requires: the row holds kCustomerColumns.
inline Customer customer_of(const sql::Rows& rows) {
  Customer c;
  c.id = CustomerId{rows.integer(0)};
  c.email = rows.text(1);
  c.first_name = rows.text(2);
  c.last_name = rows.text(3);
  c.company = rows.text(4);
  c.phone = rows.text(5);
  c.registration_ip_address = rows.text(6);
  c.notes = rows.text(7);
  c.tax_exempt_category = rows.text(8);
  c.customer_group_id = rows.integer(9);
  c.address_count = rows.integer(10);
  c.attribute_count = rows.integer(11);
  c.force_password_reset = rows.integer(12) != 0;
  c.accepts_review_emails = rows.integer(13) != 0;
  c.origin_channel_id = rows.integer(14);
  if (!rows.is_null(15)) c.channel_ids = integer_list(rows.text(15));
  c.date_created = TimeS{rows.integer(16)};
  c.date_modified = TimeS{rows.integer(17)};
  c.store_credit_cents = rows.integer(18);
  return c;
}

}  // namespace fieldstone::store
