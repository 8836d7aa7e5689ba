#include "core/metafield.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace fieldstone {
namespace {

TextInput text(std::string_view value) { return {InputState::value, value}; }
const TextInput kNull{InputState::null, {}};
const TextInput kNumber{InputState::wrong_type, {}};

MetafieldInput valid() { return {text("read"), text("n"), text("k"), text("v"), text("d")}; }

std::string repeated(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

std::vector<std::string> broken(const Status& status) {
  std::vector<std::string> names;
  if (status) return names;
  for (const FieldError& error : status.error().fields) names.push_back(error.field);
  return names;
}

TEST(MetafieldInput, LengthsAreCodePointsAtBothEnds) {  // MF-2 … MF-5, MF-13
  struct Case {
    TextInput MetafieldInput::* member;
    const char* name;
    std::size_t longest;
    std::size_t shortest;
  };
  for (const Case& c :
       {Case{&MetafieldInput::ns, "namespace", 64, 1}, Case{&MetafieldInput::key, "key", 64, 1},
        Case{&MetafieldInput::value, "value", 65535, 1},
        Case{&MetafieldInput::description, "description", 255, 0}}) {
    for (const std::string_view piece : {"a", "\xC3\xA9", "\xF0\x9F\x92\xA1"}) {
      MetafieldInput input = valid();
      const std::string fits = repeated(piece, c.longest);
      input.*c.member = text(fits);
      EXPECT_EQ(broken(validate_create(input)), std::vector<std::string>{}) << c.name;
      const std::string too_long = fits + std::string(piece);
      input.*c.member = text(too_long);
      EXPECT_EQ(broken(validate_create(input)), std::vector<std::string>{c.name});
      EXPECT_EQ(broken(validate_patch(input)), std::vector<std::string>{c.name});
    }
    MetafieldInput input = valid();
    input.*c.member = text("");
    EXPECT_EQ(broken(validate_create(input)).empty(), c.shortest == 0) << c.name;
  }
}

TEST(MetafieldInput, EveryBrokenFieldIsNamedInOrder) {  // MF-141, MF-4
  const MetafieldInput input{kNull, {}, text(""), kNumber, kNumber};
  const Status status = validate_create(input);
  EXPECT_EQ(broken(status), (std::vector<std::string>{"permission_set", "namespace", "key", "value",
                                                      "description"}));
  EXPECT_EQ(status.error().message,
            "The following fields are invalid: permission_set, namespace, key, value, description");
}

TEST(MetafieldInput, NullClearsTheDescriptionAndNothingElse) {  // MF-15
  MetafieldInput input = valid();
  input.description = kNull;
  ASSERT_TRUE(validate_create(input));
  EXPECT_EQ(make_metafield(input, TimeS{5}).description, "");
  for (TextInput MetafieldInput::* member : {&MetafieldInput::permission_set, &MetafieldInput::ns,
                                             &MetafieldInput::key, &MetafieldInput::value}) {
    MetafieldInput other = valid();
    other.*member = kNull;
    EXPECT_FALSE(validate_patch(other));
  }
}

TEST(MetafieldInput, RefusesNul) {  // MF-17
  MetafieldInput input = valid();
  input.value = text(std::string_view("a\0b", 3));
  EXPECT_EQ(broken(validate_create(input)), std::vector<std::string>{"value"});
}

TEST(Metafield, IsModifiedWhenCreated) {  // MF-10
  const Metafield made = make_metafield(valid(), TimeS{7});
  EXPECT_EQ(made.date_created, TimeS{7});
  EXPECT_EQ(made.date_modified, TimeS{7});
}

// A patch against a naive model: members that were sent replace, others stay, the date moves only
// for a real change (MF-62, MF-65).
RC_GTEST_PROP(Metafield, PatchMerges, ()) {
  const auto word = rc::gen::element<std::string>("a", "b", "c");
  const auto set_word = rc::gen::element<std::string>("app_only", "read", "write");
  const std::map<std::string, std::string> before{{"permission_set", *set_word},
                                                  {"namespace", *word},
                                                  {"key", *word},
                                                  {"value", *word},
                                                  {"description", *word}};
  std::map<std::string, std::string> sent;
  for (const auto& [name, value] : before) {
    if (*rc::gen::arbitrary<bool>()) sent[name] = name == "permission_set" ? *set_word : *word;
  }
  const auto input_of = [](const std::map<std::string, std::string>& members) {
    const auto of = [&](const char* name) {
      const auto found = members.find(name);
      return found == members.end() ? TextInput{} : text(found->second);
    };
    return MetafieldInput{of("permission_set"), of("namespace"), of("key"), of("value"),
                          of("description")};
  };
  Metafield metafield = make_metafield(input_of(before), TimeS{1});
  const PatchEffect effect = effect_of(input_of(sent), view_of(metafield));
  apply_patch(input_of(sent), TimeS{2}, metafield);

  auto merged = before;
  for (const auto& [name, value] : sent) merged[name] = value;
  RC_ASSERT(permission_set_name(metafield.permission_set) == merged["permission_set"]);
  RC_ASSERT(metafield.ns == merged["namespace"]);
  RC_ASSERT(metafield.key == merged["key"]);
  RC_ASSERT(metafield.value == merged["value"]);
  RC_ASSERT(metafield.description == merged["description"]);
  RC_ASSERT(metafield.date_created == TimeS{1});
  RC_ASSERT(metafield.date_modified == TimeS{merged == before ? 1 : 2});
  const auto differs = [&](const char* name) { return merged.at(name) != before.at(name); };
  RC_ASSERT(effect.renames == (differs("namespace") || differs("key")));                 // MF-43
  RC_ASSERT(effect.changes_protected == (effect.renames || differs("permission_set")));  // MF-29
  RC_ASSERT(effect.changes_open == (differs("value") || differs("description")));
}

TEST(ResourceId, HasOneSpelling) {  // MF-8
  EXPECT_EQ(canonical_resource_id(ParentForm::integer, "007"), "7");
  EXPECT_EQ(canonical_resource_id(ParentForm::integer, "0"), "0");
  EXPECT_EQ(canonical_resource_id(ParentForm::integer, "10000000000"), "10000000000");
  for (const char* wrong :
       {"", "-1", "+1", " 1", "1 ", "1.0", "x", "10000000001", "99999999999999999999"}) {
    EXPECT_FALSE(canonical_resource_id(ParentForm::integer, wrong)) << wrong;
  }
  EXPECT_EQ(canonical_resource_id(ParentForm::uuid, "0D9A1A3F-93ED-4C5C-9D7A-8A2F4A9C11AA"),
            "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11aa");
  for (const char* wrong :
       {"", "0d9a1a3f93ed4c5c9d7a8a2f4a9c11aa", "0d9a1a3f-93ed-4c5c-9d7a-8a2f4a9c11ag"}) {
    EXPECT_FALSE(canonical_resource_id(ParentForm::uuid, wrong)) << wrong;
  }
}

TEST(ResourceTypes, DifferAsTheSheetSays) {  // MF-6, MF-7, MF-44, MF-45, MF-59, MF-133
  EXPECT_EQ(resource_types().size(), 10U);
  for (const ResourceTraits& row : resource_types()) {
    EXPECT_EQ(parse_resource_type(row.name), row.type);
    EXPECT_EQ(&traits_of(row.type), &row);
    const bool store = row.type == ResourceType::store;
    EXPECT_EQ(row.max_per_client, store ? 10'000 : 250);
    EXPECT_EQ(row.collection_path.empty(), store);
    EXPECT_EQ(row.id_form == IdForm::text, store || row.type == ResourceType::cart);
  }
}

}  // namespace
}  // namespace fieldstone
