// A customer: the entity, what a client may send, and the rules that turn one into the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/address.hpp"
#include "core/attribute.hpp"
#include "core/form_field.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"

namespace fieldstone {

// Channels on which a customer exists; absent: all of them (CU-17).
using ChannelIds = std::optional<std::vector<std::int64_t>>;

struct Customer {
  CustomerId id;
  std::string email;  // as sent; compared case-insensitively (CU-2)
  std::string first_name;
  std::string last_name;
  std::string company;
  std::string phone;
  std::string registration_ip_address;
  std::string notes;
  std::string tax_exempt_category;
  std::int64_t customer_group_id = 0;  // 0: none (CU-9)
  TimeS date_created;
  TimeS date_modified;
  std::int64_t address_count = 0;
  std::int64_t attribute_count = 0;
  bool force_password_reset = false;
  std::int64_t store_credit_cents = 0;  // CU-15
  bool accepts_review_emails = false;   // accepts_product_review_abandoned_cart_emails
  std::int64_t origin_channel_id = 1;
  ChannelIds channel_ids;

  friend bool operator==(const Customer&, const Customer&) = default;
};

// Amounts of money in cents; a broken item makes the whole of wrong type.
using AmountsInput = Input<std::vector<std::int64_t>>;

// The writable members of a customer as sent. Views point into the request.
struct CustomerInput {
  IntegerInput id;  // PUT only
  TextInput email;
  TextInput first_name;
  TextInput last_name;
  TextInput company;
  TextInput phone;
  TextInput notes;
  TextInput tax_exempt_category;
  IntegerInput customer_group_id;
  FlagInput accepts_review_emails;
  InputState authentication = InputState::absent;  // the object that holds the next one
  FlagInput force_password_reset;
  TextInput new_password;
  AmountsInput store_credit_amounts;
  IntegerInput origin_channel_id;
  IntegersInput channel_ids;
  FormFieldsInput form_fields;
  // Nested, of POST only (CU-18, CU-19); an item that is no object makes the whole of wrong type.
  Input<std::vector<AddressInput>> addresses;
  Input<std::vector<AttributeValueInput>> attributes;
};

// Appends one FieldError per broken rule of a create command, named "{index}.{field}" (CU-45).
void validate_create(const CustomerInput& input, std::size_t index,
                     std::vector<FieldError>& errors);
// The same for a partial update; a missing id is an error (CU-43).
void validate_patch(const CustomerInput& input, std::size_t index, std::vector<FieldError>& errors);

// Requires: validate_create added no error for it.
Customer make_customer(const CustomerInput& input, TimeS now);
// Applies the members that were sent; date_modified moves only if something changed.
// Requires: validate_patch added no error for it.
void apply_patch(const CustomerInput& input, TimeS now, Customer& customer);

// 7 … 72 characters with a letter and a digit (CU-13).
bool is_acceptable_password(std::string_view password);

// Whether a customer may be on a channel at all (CU-17, CU-171).
bool on_channel(const ChannelIds& ids, std::int64_t channel_id);
// Whether two customers can meet on a channel: their e-mails must then differ (CU-30).
bool channels_overlap(const ChannelIds& a, const ChannelIds& b);

// first_name + " " + last_name, case-folded: what name:in and name:like look at (CU-41).
std::string folded_name(const Customer& customer);

}  // namespace fieldstone
