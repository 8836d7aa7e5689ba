#include <gtest/gtest.h>

#include "store/hooks/hook_repo.hpp"
#include "support/metafields.hpp"

namespace fieldstone::store {
namespace {

Hook hook_with(std::string headers) {
  Hook hook;
  hook.client_id = "client";
  hook.scope = "store/customer/created";
  hook.destination = "https://a.example/" + std::to_string(headers.size());
  hook.headers = std::move(headers);
  return hook;
}

// What is looked at before a hook is written does not grow with the headers of the others.
TEST(HookRepo, HeadersAreCountedAndNotRead) {  // WH-3, WH-22
  test::StoreFixture fixture;
  HookId first;
  const auto made = fixture.store().write_blocking([&](Tx& tx) -> Result<HookId> {
    FS_TRY_STATUS(tx.accounts().create_account(
        {fixture.id(), "client", "app", "store_v2_customers", "hash", TimeS{1}}));
    FS_TRY(first, tx.hooks().insert(fixture.id(), hook_with(R"({"A":"é"})")));
    FS_TRY_STATUS(tx.hooks().insert(fixture.id(), hook_with(R"({"A":"123"})")));
    return tx.hooks().insert(fixture.id(), hook_with(""));
  });
  ASSERT_TRUE(made);
  const auto hooks = fixture.store().read_blocking(
      [&](Tx& tx) { return tx.hooks().of_client(fixture.id(), "client"); });
  ASSERT_TRUE(hooks);
  ASSERT_EQ(hooks->size(), 3U);
  for (const Hook& hook : *hooks) EXPECT_TRUE(hook.headers.empty());
  const auto characters = [&](HookId except) {
    return fixture.store().read_blocking(
        [&](Tx& tx) { return tx.hooks().header_characters(fixture.id(), "client", except); });
  };
  EXPECT_EQ(*characters(HookId{}), 20);
  EXPECT_EQ(*characters(first), 11);
}

}  // namespace
}  // namespace fieldstone::store
