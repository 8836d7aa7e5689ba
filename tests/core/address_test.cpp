#include "core/address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "core/country.hpp"

namespace fieldstone {
namespace {

TextInput text(std::string_view value) { return {InputState::value, value}; }

AddressInput valid() {
  AddressInput input;
  input.customer_id = {InputState::value, 1};
  input.first_name = text("Ada");
  input.last_name = text("Lovelace");
  input.address1 = text("Street 1");
  input.city = text("London");
  input.state_or_province = text("");
  input.postal_code = text("N1");
  input.country_code = text("GB");
  return input;
}

std::vector<FieldError> check(const AddressInput& input, AddressUse use) {
  std::vector<FieldError> broken;
  ItemErrors errors("3.", broken);
  check_address(input, use, errors);
  return broken;
}

TEST(Address, WhatMustBeThereDependsOnHowItArrives) {  // CU-50, CU-51
  EXPECT_TRUE(check(valid(), AddressUse::created).empty());
  AddressInput input = valid();
  input.customer_id = {};
  input.state_or_province = {};
  input.postal_code = {};
  EXPECT_TRUE(check(input, AddressUse::nested).empty());
  const auto broken = check(input, AddressUse::created);
  ASSERT_EQ(broken.size(), 3U);
  for (const FieldError& error : broken) EXPECT_EQ(error.message, "error.path.missing");
  AddressInput partial;
  partial.id = {InputState::value, 7};
  EXPECT_TRUE(check(partial, AddressUse::updated).empty());
  partial.id = {};
  EXPECT_EQ(check(partial, AddressUse::updated),
            (std::vector<FieldError>{{"3.id", "error.path.missing"}}));
}

TEST(Address, EveryMemberHasItsLength) {  // CU-50
  struct Case {
    TextInput AddressInput::* member;
    std::size_t max;
  };
  constexpr std::array kCases{Case{&AddressInput::first_name, 255},
                              Case{&AddressInput::last_name, 255},
                              Case{&AddressInput::company, 255},
                              Case{&AddressInput::city, 100},
                              Case{&AddressInput::state_or_province, 100},
                              Case{&AddressInput::postal_code, 30},
                              Case{&AddressInput::phone, 50}};
  for (const Case& row : kCases) {
    std::string longest;
    for (std::size_t i = 0; i < row.max; ++i) longest += "\xC3\xBC";  // characters, not bytes
    AddressInput input = valid();
    input.*row.member = text(longest);
    EXPECT_TRUE(check(input, AddressUse::created).empty()) << row.max;
    longest += "u";
    input.*row.member = text(longest);
    EXPECT_EQ(check(input, AddressUse::created).size(), 1U) << row.max;
  }
}

TEST(Address, TheCountryIsACodeOfTwoCapitals) {  // CU-50, CU-55
  for (const char* bad : {"", "g", "gb", "XX", "GBR", "G\0"}) {
    AddressInput input = valid();
    input.country_code = text(bad);
    EXPECT_EQ(check(input, AddressUse::created).size(), 1U) << bad;
    EXPECT_TRUE(country_name(bad).empty()) << bad;
  }
  EXPECT_EQ(country_name("DE"), "Germany");
  EXPECT_EQ(country_name("AF"), "Afghanistan");  // the ends of the table
  EXPECT_EQ(country_name("ZW"), "Zimbabwe");
}

TEST(Address, CountriesHaveTheVendorsNames) {  // CU-50
  EXPECT_EQ(country_name("XK"), "Republic of Kosovo");
  EXPECT_EQ(country_name("AN"), "Netherlands Antilles");
  EXPECT_EQ(country_name("KR"), "Korea, Republic of");
  EXPECT_EQ(country_name("CI"), "Cote d'Ivoire");
  EXPECT_EQ(country_name("GB"), "United Kingdom");
  AddressInput input = valid();
  input.country_code = text("XK");
  EXPECT_TRUE(check(input, AddressUse::created).empty());
}

TEST(Address, TypeHasItsTwoNames) {  // CU-50
  AddressInput input = valid();
  input.address_type = text("commercial");
  Address address;
  apply_address(input, address);
  EXPECT_EQ(address.type, AddressType::commercial);
  EXPECT_EQ(address_type_name(address.type), "commercial");
  input.address_type = text("other");
  EXPECT_EQ(check(input, AddressUse::created).size(), 1U);
}

// Twelve fields make an address: any one that differs makes it another (CU-53).
RC_GTEST_PROP(AddressSameness, IsDecidedByEveryCoreField, ()) {
  Address a;
  apply_address(valid(), a);
  a.id = 1;
  a.customer_id = CustomerId{5};
  Address b = a;
  b.id = 2;
  RC_ASSERT(same_address(a, b));
  const std::array<std::string*, 10> texts{
      &b.first_name, &b.last_name,         &b.company,     &b.address1,     &b.address2,
      &b.city,       &b.state_or_province, &b.postal_code, &b.country_code, &b.phone};
  switch (const auto which = *rc::gen::inRange<std::size_t>(0, texts.size() + 2); which) {
    case 10: b.type = AddressType::commercial; break;
    case 11: b.customer_id = CustomerId{6}; break;
    default: *texts.at(which) += "x";
  }
  RC_ASSERT(!same_address(a, b));
}

RC_GTEST_PROP(Address, PatchMerges, ()) {  // CU-54
  struct Member {
    TextInput AddressInput::* sent;
    std::string Address::* kept;
  };
  constexpr Member kTexts[] = {{&AddressInput::first_name, &Address::first_name},
                               {&AddressInput::last_name, &Address::last_name},
                               {&AddressInput::company, &Address::company},
                               {&AddressInput::address1, &Address::address1},
                               {&AddressInput::address2, &Address::address2},
                               {&AddressInput::city, &Address::city},
                               {&AddressInput::state_or_province, &Address::state_or_province},
                               {&AddressInput::postal_code, &Address::postal_code},
                               {&AddressInput::country_code, &Address::country_code},
                               {&AddressInput::phone, &Address::phone}};
  Address address;
  apply_address(valid(), address);
  Address expected = address;
  AddressInput input;
  for (const Member& member : kTexts) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    input.*member.sent = text("US");
    expected.*member.kept = "US";
  }
  if (*rc::gen::arbitrary<bool>()) {
    input.address_type = text("commercial");
    expected.type = AddressType::commercial;
  }
  apply_address(input, address);
  RC_ASSERT(address == expected);
}

TEST(Address, NamesAreFoldedWhole) {  // CU-52
  Address address;
  address.first_name =
      "\xC3\x84"
      "DA";
  address.last_name = "Lovelace";
  EXPECT_EQ(folded_name(address),
            "\xC3\xA4"
            "da lovelace");
}

}  // namespace
}  // namespace fieldstone
