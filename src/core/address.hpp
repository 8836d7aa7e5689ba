// An address of a customer (CU-50 … CU-55).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/form_field.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"
#include "core/item_errors.hpp"

namespace fieldstone {

// Stable: stored as numbers.
enum class AddressType : std::uint8_t { residential = 0, commercial = 1 };

// "residential" or "commercial".
std::string_view address_type_name(AddressType type);

struct Address {
  std::int64_t id = 0;
  CustomerId customer_id;
  std::string first_name;
  std::string last_name;
  std::string company;
  std::string address1;
  std::string address2;
  std::string city;
  std::string state_or_province;
  std::string postal_code;
  std::string country_code;
  std::string phone;
  AddressType type = AddressType::residential;

  friend bool operator==(const Address&, const Address&) = default;
};

// The writable members as sent. Views point into the request.
struct AddressInput {
  IntegerInput id;           // PUT only
  IntegerInput customer_id;  // POST only; a nested address has its customer's
  TextInput first_name;
  TextInput last_name;
  TextInput company;
  TextInput address1;
  TextInput address2;
  TextInput city;
  TextInput state_or_province;
  TextInput postal_code;
  TextInput country_code;
  TextInput phone;
  TextInput address_type;
  FormFieldsInput form_fields;
};

// How an address arrives: which members it must have depends on it (CU-50, CU-51).
enum class AddressUse : std::uint8_t { created, nested, updated };

void check_address(const AddressInput& input, AddressUse use, ItemErrors& errors);
// Applies the members that were sent but for the ids. Requires: check_address found nothing.
void apply_address(const AddressInput& input, Address& address);

// Whether two addresses are one: equal but for their ids (CU-53).
bool same_address(const Address& a, const Address& b);

// first_name + " " + last_name, case-folded: what name:in looks at (CU-52).
std::string folded_name(const Address& address);

}  // namespace fieldstone
