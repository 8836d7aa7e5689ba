#include "core/customer.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "core/email.hpp"
#include "core/item_errors.hpp"
#include "core/limits.hpp"
#include "core/modified.hpp"

namespace fieldstone {
namespace {

struct TextRule {
  std::string_view name;
  TextInput CustomerInput::* input;
  std::string Customer::* member;
  TextLength length;
  Presence on_create;
};

constexpr TextRule kTexts[] = {
    {"first_name",
     &CustomerInput::first_name,
     &Customer::first_name,
     {1, kMaxNameCodePoints},
     Presence::required},
    {"last_name",
     &CustomerInput::last_name,
     &Customer::last_name,
     {1, kMaxNameCodePoints},
     Presence::required},
    {"company",
     &CustomerInput::company,
     &Customer::company,
     {0, kMaxCompanyCodePoints},
     Presence::optional},
    {"phone",
     &CustomerInput::phone,
     &Customer::phone,
     {0, kMaxPhoneCodePoints},
     Presence::optional},
    {"notes",
     &CustomerInput::notes,
     &Customer::notes,
     {0, kMaxNotesCodePoints},
     Presence::optional},
    {"tax_exempt_category",
     &CustomerInput::tax_exempt_category,
     &Customer::tax_exempt_category,
     {0, kMaxTaxCategoryCodePoints},
     Presence::optional},
};

void check_channels(const IntegersInput& channels, ItemErrors& errors) {
  if (channels.state == InputState::absent || channels.state == InputState::null) return;  // CU-17
  const bool fine = channels.has_value() && !channels.value.empty() &&
                    channels.value.size() <= kMaxCustomerChannels &&
                    std::all_of(channels.value.begin(), channels.value.end(),
                                [](std::int64_t id) { return id > 0 && id <= kMaxInt32; });
  if (!fine)
    errors.add("channel_ids", "channel_ids must be null or an array of 1 to 1000 channel ids");
}

void check_password(const TextInput& password, ItemErrors& errors) {
  if (is_absent(password)) return;
  if (!password.has_value() || !is_acceptable_password(password.value)) {
    errors.add("authentication.new_password",
               "new_password must be 7 to 72 characters long with a letter and a digit");
  }
}

void check_store_credit(const AmountsInput& amounts, ItemErrors& errors) {
  if (is_absent(amounts) || (amounts.has_value() && amounts.value.empty())) return;
  if (!amounts.has_value() || amounts.value.size() != 1 || amounts.value.front() < 0 ||
      amounts.value.front() > kMaxStoreCreditCents) {
    errors.add("store_credit_amounts",
               "store_credit_amounts must be an array of one object with an amount of 0 or more");
  }
}

void validate(const CustomerInput& input, Presence create, std::size_t max_email,
              ItemErrors& errors) {
  errors.text("email", input.email, {kMinEmailCodePoints, max_email}, create, &looks_like_email);
  for (const TextRule& rule : kTexts) {
    const bool required = create == Presence::required && rule.on_create == Presence::required;
    errors.text(rule.name, input.*rule.input, rule.length,
                required ? Presence::required : Presence::optional);
  }
  errors.integer("customer_group_id", input.customer_group_id, 0);
  errors.flag("accepts_product_review_abandoned_cart_emails", input.accepts_review_emails);
  if (input.authentication == InputState::wrong_type) {
    errors.add("authentication", "authentication must be an object");
  }
  errors.flag("authentication.force_password_reset", input.force_password_reset);
  check_password(input.new_password, errors);
  check_store_credit(input.store_credit_amounts, errors);
  errors.integer("origin_channel_id", input.origin_channel_id, 1);
  check_channels(input.channel_ids, errors);
}

template <class Item>
bool check_nested(std::string_view name, const Input<std::vector<Item>>& items,
                  ItemErrors& errors) {
  if (is_absent(items)) return false;
  if (items.has_value() && items.value.size() <= kMaxNestedItems) return true;
  errors.add(name, std::string(name) + " must be an array of at most " +
                       std::to_string(kMaxNestedItems) + " objects");
  return false;
}

// CU-18, CU-19: only a new customer brings them along.
void check_nested_items(const CustomerInput& input, ItemErrors& errors) {
  const auto within = [&errors](std::string_view name, std::size_t i) {
    return ItemErrors(errors.prefix() + std::string(name) + "." + std::to_string(i) + ".",
                      errors.all());
  };
  if (check_nested("addresses", input.addresses, errors)) {
    for (std::size_t i = 0; i < input.addresses.value.size(); ++i) {
      ItemErrors item = within("addresses", i);
      check_address(input.addresses.value[i], AddressUse::nested, item);
    }
  }
  if (check_nested("attributes", input.attributes, errors)) {
    for (std::size_t i = 0; i < input.attributes.value.size(); ++i) {
      ItemErrors item = within("attributes", i);
      check_attribute_value(input.attributes.value[i], item);
    }
  }
}

void assign(const CustomerInput& input, Customer& customer) {
  if (input.email.has_value()) customer.email = input.email.value;
  for (const TextRule& rule : kTexts) {
    if ((input.*rule.input).has_value()) customer.*rule.member = (input.*rule.input).value;
  }
  if (input.customer_group_id.has_value())
    customer.customer_group_id = input.customer_group_id.value;
  if (input.accepts_review_emails.has_value())
    customer.accepts_review_emails = input.accepts_review_emails.value;
  if (input.force_password_reset.has_value())
    customer.force_password_reset = input.force_password_reset.value;
  if (!input.store_credit_amounts.value.empty())
    customer.store_credit_cents = input.store_credit_amounts.value.front();
  if (input.channel_ids.has_value()) {
    auto ids = input.channel_ids.value;
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    customer.channel_ids = std::move(ids);
  } else if (input.channel_ids.state == InputState::null) {
    customer.channel_ids.reset();
  }
}

}  // namespace

void validate_create(const CustomerInput& input, std::size_t index,
                     std::vector<FieldError>& errors) {
  ItemErrors item(std::to_string(index) + ".", errors);
  validate(input, Presence::required, kMaxEmailCodePointsPost, item);
  check_nested_items(input, item);
}

void validate_patch(const CustomerInput& input, std::size_t index,
                    std::vector<FieldError>& errors) {
  ItemErrors item(std::to_string(index) + ".", errors);
  item.id("id", input.id, Presence::required);
  validate(input, Presence::optional, kMaxEmailCodePointsPut, item);
}

Customer make_customer(const CustomerInput& input, TimeS now) {
  Customer customer;
  assign(input, customer);
  if (input.origin_channel_id.has_value())  // CU-16: never again
    customer.origin_channel_id = input.origin_channel_id.value;
  customer.date_created = now;
  customer.date_modified = now;
  return customer;
}

void apply_patch(const CustomerInput& input, TimeS now, Customer& customer) {
  Customer changed = customer;
  assign(input, changed);
  if (changed == customer && !input.new_password.has_value()) return;
  changed.date_modified = time_of_change(now, changed.date_created, changed.date_modified);
  customer = std::move(changed);
}

bool is_acceptable_password(std::string_view password) {
  if (has_nul(password)) return false;
  const auto length = code_points(password);
  const auto any = [&](bool (*is)(unsigned char)) {
    return std::any_of(password.begin(), password.end(),
                       [is](char c) { return is(static_cast<unsigned char>(c)); });
  };
  // A letter of any script: the bytes of everything beyond ASCII count as one.
  const bool letter = any([](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
  });
  const bool digit = any([](unsigned char c) { return c >= '0' && c <= '9'; });
  return length >= kMinPasswordCodePoints && length <= kMaxPasswordCodePoints && letter && digit;
}

bool on_channel(const ChannelIds& ids, std::int64_t channel_id) {
  return !ids || std::find(ids->begin(), ids->end(), channel_id) != ids->end();
}

bool channels_overlap(const ChannelIds& a, const ChannelIds& b) {
  if (!a || !b) return true;
  return std::any_of(a->begin(), a->end(), [&](std::int64_t id) {
    return std::find(b->begin(), b->end(), id) != b->end();
  });
}

std::string folded_name(const Customer& customer) {
  return fold_case(customer.first_name + " " + customer.last_name);
}

}  // namespace fieldstone
