#include "core/address.hpp"

#include "base/utf8.hpp"
#include "core/country.hpp"
#include "core/limits.hpp"

namespace fieldstone {
namespace {

struct TextRule {
  std::string_view name;
  TextInput AddressInput::* input;
  std::string Address::* member;
  TextLength length;
  Presence on_create;
  Presence nested;
};

constexpr Presence kRequired = Presence::required;
constexpr Presence kOptional = Presence::optional;

constexpr TextRule kTexts[] = {
    {"first_name",
     &AddressInput::first_name,
     &Address::first_name,
     {1, kMaxAddressNameCodePoints},
     kRequired,
     kRequired},
    {"last_name",
     &AddressInput::last_name,
     &Address::last_name,
     {1, kMaxAddressNameCodePoints},
     kRequired,
     kRequired},
    {"company",
     &AddressInput::company,
     &Address::company,
     {0, kMaxCompanyCodePoints},
     kOptional,
     kOptional},
    {"address1",
     &AddressInput::address1,
     &Address::address1,
     {1, kMaxAddressLineCodePoints},
     kRequired,
     kRequired},
    {"address2",
     &AddressInput::address2,
     &Address::address2,
     {0, kMaxAddressLineCodePoints},
     kOptional,
     kOptional},
    {"city", &AddressInput::city, &Address::city, {0, kMaxCityCodePoints}, kRequired, kRequired},
    {"state_or_province",
     &AddressInput::state_or_province,
     &Address::state_or_province,
     {0, kMaxStateCodePoints},
     kRequired,
     kOptional},
    {"postal_code",
     &AddressInput::postal_code,
     &Address::postal_code,
     {0, kMaxPostalCodeCodePoints},
     kRequired,
     kOptional},
    {"phone",
     &AddressInput::phone,
     &Address::phone,
     {0, kMaxPhoneCodePoints},
     kOptional,
     kOptional},
};

bool is_country(std::string_view code) { return !country_name(code).empty(); }

bool is_type(std::string_view name) {
  return name == address_type_name(AddressType::residential) ||
         name == address_type_name(AddressType::commercial);
}

Presence presence_of(const TextRule& rule, AddressUse use) {
  switch (use) {
    case AddressUse::created: return rule.on_create;
    case AddressUse::nested: return rule.nested;
    case AddressUse::updated: return Presence::optional;
  }
  return Presence::optional;
}

}  // namespace

std::string_view address_type_name(AddressType type) {
  return type == AddressType::commercial ? "commercial" : "residential";
}

void check_address(const AddressInput& input, AddressUse use, ItemErrors& errors) {
  if (use == AddressUse::updated) errors.id("id", input.id, Presence::required);
  if (use == AddressUse::created) errors.id("customer_id", input.customer_id, Presence::required);
  for (const TextRule& rule : kTexts)
    errors.text(rule.name, input.*rule.input, rule.length, presence_of(rule, use));
  errors.text("country_code", input.country_code, {2, 2},
              use == AddressUse::updated ? Presence::optional : Presence::required, &is_country);
  const TextInput& type = input.address_type;
  if (!is_absent(type) && (!type.has_value() || !is_type(type.value)))
    errors.add("address_type", "address_type must be residential or commercial");
}

void apply_address(const AddressInput& input, Address& address) {
  for (const TextRule& rule : kTexts) {
    if ((input.*rule.input).has_value()) address.*rule.member = (input.*rule.input).value;
  }
  if (input.country_code.has_value()) address.country_code = input.country_code.value;
  if (input.address_type.has_value()) {
    address.type = input.address_type.value == address_type_name(AddressType::commercial)
                       ? AddressType::commercial
                       : AddressType::residential;
  }
}

bool same_address(const Address& a, const Address& b) {
  Address other = b;
  other.id = a.id;
  return a == other;
}

std::string folded_name(const Address& address) {
  return fold_case(address.first_name + " " + address.last_name);
}

}  // namespace fieldstone
