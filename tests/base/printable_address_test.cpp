#include "base/printable_address.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fieldstone {
namespace {

TEST(PrintableAddress, LeavesWhatHoldsNoSecret) {  // HTTP-147
  for (const char* address :
       {"sqlite:my.db", "sqlite:/var/lib/field stone/data@home.db", "my.db", "./data/my-file.db",
        "", "postgresql://db/fieldstone", "postgresql://app@db:5432/fieldstone",
        "postgres://app@[::1]:5432,db2:5433/fieldstone?connections=8&pooler=transaction",
        "postgresql:///name?host=/run/postgresql&sslmode=require", "https://example.com",
        "http://127.0.0.1:8080", "https://[::1]:8443"})
    EXPECT_EQ(printable_address(address), address);
}

TEST(PrintableAddress, HidesPasswordsOfDatabases) {  // HTTP-147
  const auto shown = [](const char* address) { return printable_address(address); };
  EXPECT_EQ(shown("postgresql://app:s3cret@db:5432/name"), "postgresql://app:…@db:5432/name");
  EXPECT_EQ(shown("postgresql://app:a@s3cret@db/name"), "postgresql://app:…@db/name");
  EXPECT_EQ(shown("postgresql://app:a/s3cret@db/name"), "postgresql://app:…@db/name");
  EXPECT_EQ(shown("postgresql://app:5?s3cret@db/name"), "postgresql://…");
  EXPECT_EQ(shown("postgresql://me@example.com:s3cret@db/name"), "postgresql://me:…@db/name");
  EXPECT_EQ(shown("postgresql://app:s3cret"), "postgresql://app:…");
  EXPECT_EQ(shown("postgresql://h1:1,app:s3cret,h3:3/n"), "postgresql://h1:1,app:…,h3:3/n");
  EXPECT_EQ(shown("postgresql://db/n?password=s3cret&port=5&sslpassword=s3cret&s3cret"),
            "postgresql://db/n?…&port=5&…&…");
}

TEST(PrintableAddress, HidesWhatIsNoAddress) {  // HTTP-147
  EXPECT_EQ(printable_address("postgresqll://app:s3cret@db/name"), "postgresqll:…");
  EXPECT_EQ(printable_address("postgresql:/app:s3cret@db/name"), "postgresql:…");
  EXPECT_EQ(printable_address("sqlite:postgresql://app:s3cret@db/name"), "sqlite:…");
  EXPECT_EQ(printable_address("app:s3cret@db/name"), "app:…");
  EXPECT_EQ(printable_address("app@db:s3cret"), "…");
  EXPECT_EQ(printable_address("host=db password=s3cret"), "…");
}

TEST(PrintableAddress, LeavesTheOriginOfADestination) {  // HTTP-147
  EXPECT_EQ(printable_address("https://example.com/hook?token=s3cret"), "https://example.com/…");
  EXPECT_EQ(printable_address("https://example.com:444/s3cret"), "https://example.com:444/…");
  EXPECT_EQ(printable_address("https://example.com?s3cret"), "https://example.com/…");
  EXPECT_EQ(printable_address("https://me:s3cret@example.com/"), "https://example.com");
  EXPECT_EQ(printable_address("https://me:s3c/ret@example.com/"), "https://…");
}

// A password of any bytes, in any of the places where one can stand.
RC_GTEST_PROP(PrintableAddress, NeverShowsAPassword, ()) {
  const auto noise =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab1:/@?#[]%&=, ")));
  const std::string password = noise + "s3cret" + noise;
  for (const std::string& address :
       {"postgresql://app:" + password + "@db/name", "postgresql://db/name?password=" + password,
        "app:" + password + "@db", "https://u:" + password + "@host/path",
        "https://host/" + password}) {
    RC_ASSERT(printable_address(address).find("s3cret") == std::string::npos);
  }
}

}  // namespace
}  // namespace fieldstone
