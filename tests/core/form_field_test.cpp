#include "core/form_field.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fieldstone {
namespace {

using Kind = FormValue::Kind;

FormField field(FormFieldType type) {
  FormField made;
  made.type = type;
  if (has_options(type)) made.options = {"red", "green"};
  return made;
}

FormValue text(std::string value) { return {Kind::text, {std::move(value)}}; }
FormValue number(std::string value) { return {Kind::number, {std::move(value)}}; }
FormValue texts(std::vector<std::string> values) { return {Kind::texts, std::move(values)}; }

TEST(FormValue, ChoicesAreAmongTheOptions) {  // CU-113
  for (const auto type : {FormFieldType::radiobuttons, FormFieldType::picklist}) {
    EXPECT_FALSE(problem_of(field(type), text("red")));
    EXPECT_FALSE(problem_of(field(type), text("")));  // no choice
    EXPECT_TRUE(problem_of(field(type), text("blue")));
    EXPECT_TRUE(problem_of(field(type), texts({"red"})));
  }
  const FormField boxes = field(FormFieldType::checkboxes);
  EXPECT_FALSE(problem_of(boxes, texts({})));
  EXPECT_FALSE(problem_of(boxes, texts({"green", "red"})));
  EXPECT_TRUE(problem_of(boxes, texts({"green", "blue"})));
  EXPECT_TRUE(problem_of(boxes, text("red")));
  EXPECT_TRUE(problem_of(boxes, texts({"red", "green", "red"})));  // more than there are options
}

TEST(FormValue, HasTheTypeOfItsField) {  // CU-110
  EXPECT_FALSE(problem_of(field(FormFieldType::numbers), number("12.50")));
  EXPECT_TRUE(problem_of(field(FormFieldType::numbers), text("12")));
  EXPECT_FALSE(problem_of(field(FormFieldType::date), text("2024-05-14")));
  EXPECT_TRUE(problem_of(field(FormFieldType::date), text("May")));
  for (const auto type : {FormFieldType::text, FormFieldType::multiline, FormFieldType::password}) {
    EXPECT_FALSE(problem_of(field(type), text("any")));
    EXPECT_TRUE(problem_of(field(type), number("1")));
    EXPECT_TRUE(problem_of(field(type), text(std::string("a\0b", 3))));
  }
}

TEST(FormValue, IsKeptAsJson) {  // CU-110
  EXPECT_EQ(kept_value(field(FormFieldType::text), text("a \"b\"")), R"("a \"b\"")");
  EXPECT_EQ(kept_value(field(FormFieldType::numbers), number("12.50")), "12.50");
  EXPECT_EQ(kept_value(field(FormFieldType::checkboxes), texts({"red", "green"})),
            R"(["red","green"])");
  EXPECT_EQ(kept_value(field(FormFieldType::checkboxes), texts({})), "[]");
}

TEST(FormValue, PasswordsAreNotKept) {  // CU-114
  EXPECT_EQ(kept_value(field(FormFieldType::password), text("secret")), R"("")");
}

TEST(FormFieldType, IsFoundByItsName) {  // CU-111
  for (const char* name : {"checkboxes", "date", "multiline", "numbers", "password", "radiobuttons",
                           "text", "picklist"}) {
    const auto type = form_field_type_of(name);
    ASSERT_TRUE(type) << name;
    EXPECT_EQ(form_field_type_name(*type), name);
  }
  EXPECT_FALSE(form_field_type_of("Text"));
}

RC_GTEST_PROP(Session, TellsOwnersApart, ()) {  // HTTP-93
  const auto id = *rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 31);
  for (const auto owner : {FormFieldOwner::customer, FormFieldOwner::address}) {
    RC_ASSERT(owner_of_session(session_of(owner, id)) == owner);
    RC_ASSERT(owner_id_of_session(session_of(owner, id)) == id);
  }
}

TEST(Session, OfNobodyIsNobodys) {
  EXPECT_EQ(session_of(FormFieldOwner::address, -1), -1);
  EXPECT_EQ(session_of(FormFieldOwner::address, INT64_MAX), -1);
}

}  // namespace
}  // namespace fieldstone
