#include "auth/password.hpp"

#include <gtest/gtest.h>

namespace fieldstone::auth {
namespace {

TEST(Password, IsVerifiedByItsHashAlone) {  // CU-32
  const auto hash = hash_password("correct horse 1");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(verify_password(*hash, "correct horse 1"));
  EXPECT_FALSE(verify_password(*hash, "correct horse 2"));
  EXPECT_FALSE(verify_password(*hash, ""));
}

TEST(Password, HashesAreArgon2idWithTheirOwnSalt) {  // CU-32
  const auto one = hash_password("secret 1");
  const auto two = hash_password("secret 1");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->rfind("$argon2id$", 0), 0U);
  EXPECT_NE(*one, *two);
  EXPECT_EQ(one->find("secret"), std::string::npos);
}

TEST(Password, WhatIsNoHashVerifiesNothing) {  // CU-170
  EXPECT_FALSE(verify_password("", "x"));
  EXPECT_FALSE(verify_password("$argon2id$v=19$m=1", "x"));
}

TEST(Password, NobodyHasNone) { EXPECT_FALSE(reject_password("any 1")); }  // CU-173

}  // namespace
}  // namespace fieldstone::auth
