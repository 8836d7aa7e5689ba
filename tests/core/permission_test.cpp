#include "core/permission.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace fieldstone {
namespace {

// The matrix of MF-23 … MF-27 once more, as the sheet's own cells.
struct Row {
  const char* name;
  bool other_reads;
  bool other_writes_value;
};
constexpr Row kMatrix[] = {
    {"app_only", false, false},           // MF-23
    {"read", true, false},                // MF-24
    {"write", true, true},                // MF-25
    {"read_and_sf_access", true, false},  // MF-26
    {"write_and_sf_access", true, true},  // MF-27
};

RC_GTEST_PROP(Permission, AgreesWithTheMatrix, ()) {
  const Row& row = kMatrix[*rc::gen::inRange(0, 5)];
  const auto owner = *rc::gen::element<std::string>("one", "two", "three");
  const Reader reader{*rc::gen::element<std::string_view>("one", "two", "three"),
                      *rc::gen::arbitrary<bool>()};
  const PermissionSet set = *parse_permission_set(row.name);
  const Relation relation = relation_of(reader, owner);
  const bool acts_as_owner =
      reader.client_id == owner || reader.full_access;  // MF-20, MF-22, MF-34

  RC_ASSERT(may_read(set, relation) == (acts_as_owner || row.other_reads));  // MF-32
  const WriteAccess expected = acts_as_owner ? WriteAccess::everything       // MF-28
                               : row.other_writes_value
                                   ? WriteAccess::value_and_description  // MF-30
                                   : WriteAccess::none;                  // MF-33
  RC_ASSERT(write_access(set, relation) == expected);
  RC_ASSERT(may_delete(relation) == acts_as_owner);  // MF-31
}

TEST(Permission, OwnershipBeatsFullAccess) {  // MF-34
  EXPECT_EQ(relation_of({"one", true}, "one"), Relation::owner);
  EXPECT_EQ(relation_of({"two", true}, "one"), Relation::full_access);
}

TEST(Permission, NamesAreCaseSensitive) {  // MF-1
  for (const Row& row : kMatrix) {
    ASSERT_TRUE(parse_permission_set(row.name));
    EXPECT_EQ(permission_set_name(*parse_permission_set(row.name)), row.name);
  }
  for (const char* wrong : {"", "APP_ONLY", "app_only ", "readwrite", "write_and_sf"}) {
    EXPECT_FALSE(parse_permission_set(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace fieldstone
