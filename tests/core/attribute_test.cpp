#include "core/attribute.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

TextInput text(std::string_view value) { return {InputState::value, value}; }

TEST(AttributeValue, NumbersAreDecimal) {  // CU-93
  for (const char* good : {"", "0", "-12", "+3.25", "0.5", "123456789012345678901234567890"})
    EXPECT_TRUE(fits(AttributeType::number, good)) << good;
  for (const char* bad : {"-", ".", "1.", ".5", "1e3", "0x1", "1,5", " 1", "NaN", "1.2.3", "--1"})
    EXPECT_FALSE(fits(AttributeType::number, bad)) << bad;
}

TEST(AttributeValue, DatesAreIso) {  // CU-93
  for (const char* good : {"", "2024-02-29", "2024-05-14T10:00:00Z"})
    EXPECT_TRUE(fits(AttributeType::date, good)) << good;
  for (const char* bad : {"2023-02-29", "14.05.2024", "1715680800", "2024-13-01", "today"})
    EXPECT_FALSE(fits(AttributeType::date, bad)) << bad;
}

TEST(AttributeValue, StringsAreAnything) {  // CU-93
  for (const char* good : {"", "1e3", "today"}) EXPECT_TRUE(fits(AttributeType::string, good));
}

TEST(Attribute, NeedsANameAndAType) {  // CU-70, CU-72
  std::vector<FieldError> broken;
  ItemErrors errors("0.", broken);
  check_attribute({}, AttributeUse::created, errors);
  ASSERT_EQ(broken.size(), 2U);
  EXPECT_EQ(broken[0], (FieldError{"0.name", "error.path.missing"}));
  EXPECT_EQ(broken[1], (FieldError{"0.type", "error.path.missing"}));
  broken.clear();
  AttributeInput input;
  input.name = text("Age");
  input.type = text("integer");
  check_attribute(input, AttributeUse::created, errors);
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].field, "0.type");
}

TEST(Attribute, TypesAreFoundByTheirNames) {  // CU-70
  for (const auto type : {AttributeType::string, AttributeType::number, AttributeType::date})
    EXPECT_EQ(attribute_type_of(attribute_type_name(type)), type);
  EXPECT_FALSE(attribute_type_of("String").has_value());
}

TEST(AttributeValue, TheMessageNamesTheMemberThatWasSent) {  // CU-19, CU-92
  std::vector<FieldError> broken;
  ItemErrors errors("0.attributes.1.", broken);
  AttributeValueInput input;
  input.attribute_id = {InputState::value, 1};
  input.value_name = "attribute_value";
  check_attribute_value(input, errors);
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].field, "0.attributes.1.attribute_value");
}

}  // namespace
}  // namespace fieldstone
