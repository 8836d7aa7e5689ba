#include "core/country.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

namespace fieldstone {
namespace {

TEST(Country, NumbersAndCodesAreOnesAlone) {  // GEO-1
  std::set<std::int64_t> ids;
  std::set<std::string_view> codes;
  std::int64_t before = 0;
  for (const Country& country : countries()) {
    EXPECT_GT(country.id, before);
    before = country.id;
    EXPECT_TRUE(codes.insert(country.iso2).second) << country.iso2;
    EXPECT_TRUE(codes.insert(country.iso3).second) << country.iso3;
    EXPECT_EQ(country_name(country.iso2), country.name);
    EXPECT_EQ(country_code(country.name), country.iso2);
  }
  EXPECT_EQ(countries().size(), 245U);
}

TEST(Country, EachStateIsInItsCountry) {  // GEO-2
  std::size_t listed = 0;
  for (const Country& country : countries()) {
    for (const State& state : states_of(country.id)) EXPECT_EQ(state.country_id, country.id);
    listed += states_of(country.id).size();
  }
  EXPECT_EQ(listed, states().size());
  EXPECT_EQ(states().size(), 386U);
  std::int64_t id = 0;
  for (const State& state : states()) EXPECT_EQ(state.id, ++id);
  EXPECT_TRUE(states_of(0).empty());
}

TEST(Country, NamesAreComparedWithoutCase) {  // CV-11
  EXPECT_EQ(country_code("united states"), "US");
  EXPECT_EQ(country_code("Åland Islands"), "AX");  // in no list, but in addresses
  EXPECT_EQ(country_code("US"), "");
  EXPECT_EQ(country_code(""), "");
}

// A newer iso-codes that names something otherwise shows here: the vendor's name then goes into
// src/core/countries.txt.
TEST(Country, NamesAreThoseThatWerePublished) {  // GEO-1, GEO-2
  std::uint64_t sum = 14695981039346656037U;
  const auto add = [&sum](std::string_view text) {
    for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 1099511628211U;
    sum *= 1099511628211U;
  };
  for (const Country& country : countries()) add(country.name), add(country.iso3);
  for (const State& state : states()) add(state.name);
  EXPECT_EQ(sum, 1288067646070157701U);
}

}  // namespace
}  // namespace fieldstone
