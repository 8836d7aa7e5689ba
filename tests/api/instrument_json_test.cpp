#include "api/rows/instrument_json.hpp"

#include <gtest/gtest.h>

namespace fieldstone::api {
namespace {

TEST(InstrumentJson, HasEveryMemberInOrder) {  // CU-190
  const auto made = make_instrument_json(
      R"({"is_default":true,"email":"a@b.co","token":"t","type":"stored_paypal_account"})");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->text,
            R"({"type":"stored_paypal_account","token":"t","is_default":true,"email":"a@b.co"})");
  EXPECT_TRUE(made->is_default);
  const auto bank = make_instrument_json(
      R"({"type":"stored_bank_account","token":"t","masked_account_number":"****1234"})");
  ASSERT_TRUE(bank);
  EXPECT_EQ(bank->text, R"({"type":"stored_bank_account","token":"t","is_default":false,)"
                        R"("masked_account_number":"****1234","issuer":""})");
}

TEST(InstrumentJson, TakesMaskedDataOnly) {  // CU-191
  const std::string head = R"({"type":"stored_card","expiry_month":1,"expiry_year":2030,)";
  EXPECT_TRUE(make_instrument_json(head + R"("last_4":"4242","token":"tok"})"));
  for (const char* bad :
       {R"("last_4":"4242","token":"4242424242424242"})",
        R"("last_4":"4242","token":"4242 4242-4242 4242"})", R"("last_4":"42424","token":"t"})",
        R"("last_4":"42a2","token":"t"})", R"("last_4":"4242","token":"t","number":"1"})",
        R"("last_4":"4242","token":"t","issuer_identification_number":"424242424"})",
        R"("last_4":"4242","token":"t","billing_address":{"cvv":"123"}})",
        R"("last_4":"4242","token":""})", R"("last_4":"4242"})"})
    EXPECT_FALSE(make_instrument_json(head + bad)) << bad;
  EXPECT_FALSE(make_instrument_json(
      R"({"type":"stored_bank_account","token":"t","masked_account_number":"***12345"})"));
}

TEST(InstrumentJson, NeedsAKnownType) {  // CU-190
  for (const char* bad : {"", "[]", "{", R"({"token":"t"})", R"({"type":"cash","token":"t"})"})
    EXPECT_FALSE(make_instrument_json(bad)) << bad;
}

}  // namespace
}  // namespace fieldstone::api
