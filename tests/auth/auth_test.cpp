#include <gtest/gtest.h>

#include "auth/scope.hpp"
#include "auth/token.hpp"
#include "support/metafields.hpp"

namespace fieldstone::auth {
namespace {

TEST(ScopeSet, ModifyImpliesRead) {  // HTTP-120
  const auto scopes = ScopeSet::parse("store_v2_customers,store_cart_read_only");
  ASSERT_TRUE(scopes);
  EXPECT_TRUE(scopes->allows(Scope::customers, Access::modify));
  EXPECT_TRUE(scopes->allows(Scope::customers, Access::read_only));
  EXPECT_TRUE(scopes->allows(Scope::cart, Access::read_only));
  EXPECT_FALSE(scopes->allows(Scope::cart, Access::modify));
  EXPECT_FALSE(scopes->allows(Scope::products, Access::read_only));
  EXPECT_TRUE(scopes->allows(Scope::none, Access::modify));  // HTTP-128, HTTP-180
}

TEST(ScopeSet, FullAccessIsAScopeOfItsOwn) {  // HTTP-129, HTTP-130
  EXPECT_FALSE(ScopeSet::parse("store_v2_customers store_metafield_write")
                   ->allows(Scope::metafield_write_all, Access::modify));
  EXPECT_TRUE(ScopeSet::parse("store_metafield_write_all")
                  ->allows(Scope::metafield_write_all, Access::modify));
}

TEST(ScopeSet, NamesTheUnknown) {
  const auto scopes = ScopeSet::parse("store_v2_customers,store_nonsense");
  ASSERT_FALSE(scopes);
  EXPECT_NE((scopes.error().message +
             (scopes.error().fields.empty()
                  ? ""
                  : scopes.error().fields[0].message + scopes.error().fields[0].field))
                .find("store_nonsense"),
            std::string::npos);
}

TEST(Token, IsWellFormed) {  // HTTP-61
  EXPECT_TRUE(is_well_formed_token("a-Z_09"));
  EXPECT_TRUE(is_well_formed_token(std::string(128, 'a')));
  EXPECT_FALSE(is_well_formed_token(std::string(129, 'a')));
  for (const char* bad : {"", " ", "a b", "a.b", "\xC3\xA9", "a\n"})
    EXPECT_FALSE(is_well_formed_token(bad)) << bad;
}

TEST(Token, IsRandomAndLongEnough) {  // HTTP-140
  SodiumRandom random;
  EXPECT_NE(make_token(random), make_token(random));
  EXPECT_EQ(make_token(random).size(), 52U);
  EXPECT_EQ(make_client_id(random).size(), 31U);
  EXPECT_EQ(to_hex(hash_token("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TokenCache, ForgetsInTime) {  // HTTP-143
  TokenCache cache(std::chrono::milliseconds(500), 10);
  const std::string_view token = "t";
  const TokenCache::Clock::time_point start{};
  EXPECT_EQ(cache.find(token, start), nullptr);
  cache.insert(token, std::make_shared<const Principal>(), start);
  EXPECT_NE(cache.find(token, start + std::chrono::milliseconds(499)), nullptr);
  EXPECT_EQ(cache.find(token, start + std::chrono::milliseconds(501)), nullptr);
}

TEST(TokenCache, IsBounded) {
  TokenCache cache(std::chrono::milliseconds(500), 10);
  const TokenCache::Clock::time_point start{};
  for (int i = 0; i < 100; ++i)
    cache.insert(std::to_string(i), std::make_shared<const Principal>(), start);
  int known = 0;
  for (int i = 0; i < 100; ++i) known += cache.find(std::to_string(i), start) == nullptr ? 0 : 1;
  EXPECT_LE(known, 10);
}

TEST(Principal, IsFoundByItsTokenOnly) {  // HTTP-62, HTTP-144
  test::StoreFixture fixture;
  const auto made = fixture.store().write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY_STATUS(tx.accounts().create_account(
        {fixture.id(), "client", "n", "store_v2_customers", "00", TimeS{1}}));
    return tx.accounts().create_token(to_hex(hash_token("secret")), fixture.id(), "client",
                                      TimeS{1});
  });
  ASSERT_TRUE(made);
  const auto find = [&](const char* token) {
    return fixture.store().read_blocking(
        [&](store::Tx& tx) { return find_principal(tx, hash_token(token)); });
  };
  const auto principal = find("secret");
  ASSERT_TRUE(principal);
  EXPECT_EQ((*principal)->client_id, "client");
  EXPECT_EQ((*principal)->store_hash, "demo");
  EXPECT_FALSE((*principal)->reader().full_access);
  EXPECT_EQ(find("wrong").error().code, Code::unauthorized);
}

}  // namespace
}  // namespace fieldstone::auth
