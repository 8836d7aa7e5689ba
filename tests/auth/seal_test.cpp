#include "auth/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "auth/token.hpp"

namespace fieldstone::auth {
namespace {

RC_GTEST_PROP(Seal, OpensWithItsKeyOnly, (const std::string& secret)) {  // WH-44
  SodiumRandom random;
  const SealKey key = make_seal_key(random);
  const std::string sealed = seal(key, random, secret);
  RC_ASSERT(*open_sealed(key, sealed) == secret);
  RC_ASSERT(sealed != seal(key, random, secret));
  RC_ASSERT(!open_sealed(make_seal_key(random), sealed));
}

TEST(Seal, RefusesWhatWasChanged) {
  SodiumRandom random;
  const SealKey key = make_seal_key(random);
  std::string sealed = seal(key, random, "secret");
  EXPECT_FALSE(open_sealed(key, ""));
  EXPECT_FALSE(open_sealed(key, sealed.substr(0, 8)));
  sealed[10] = sealed[10] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(open_sealed(key, sealed));
}

TEST(Seal, KeysStandInFilesAsText) {
  SodiumRandom random;
  const SealKey key = make_seal_key(random);
  EXPECT_EQ(*parse_seal_key(seal_key_text(key)), key);
  EXPECT_FALSE(parse_seal_key("AAAA"));
  EXPECT_FALSE(parse_seal_key("no key at all"));
}

}  // namespace
}  // namespace fieldstone::auth
