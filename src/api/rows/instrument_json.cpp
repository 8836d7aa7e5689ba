#include "api/rows/instrument_json.hpp"

#include <boost/json/value.hpp>
#include <span>

#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "base/utf8.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

enum class Kind : std::uint8_t { text, required_text, flag, integer, four_digits, address };

struct Member {
  std::string_view name;
  Kind kind;
  std::size_t max_digits = 11;  // in a row; a card number has at least twelve
};

constexpr Member kCard[] = {
    {"token", Kind::required_text}, {"is_default", Kind::flag},
    {"brand", Kind::text},          {"expiry_month", Kind::integer},
    {"expiry_year", Kind::integer}, {"issuer_identification_number", Kind::text, 8},
    {"last_4", Kind::four_digits},  {"billing_address", Kind::address}};
constexpr Member kPaypal[] = {
    {"token", Kind::required_text}, {"is_default", Kind::flag}, {"email", Kind::required_text}};
constexpr Member kBank[] = {{"token", Kind::required_text},
                            {"is_default", Kind::flag},
                            {"masked_account_number", Kind::required_text, 4},
                            {"issuer", Kind::text}};
constexpr Member kAddress[] = {{"first_name", Kind::text},
                               {"last_name", Kind::text},
                               {"email", Kind::text},
                               {"company", Kind::text},
                               {"address1", Kind::text},
                               {"address2", Kind::text},
                               {"city", Kind::text},
                               {"postal_code", Kind::text},
                               {"state_or_province", Kind::text},
                               {"state_or_province_code", Kind::text},
                               {"country_code", Kind::text},
                               {"phone", Kind::text, 15}};

struct InstrumentKind {
  std::string_view type;
  std::span<const Member> members;
};
constexpr InstrumentKind kKinds[] = {
    {"stored_card", kCard}, {"stored_paypal_account", kPaypal}, {"stored_bank_account", kBank}};

Failure wrong(std::string_view member, std::string_view why) {
  return fail(Code::validation, "CU-191", std::string(member) + " " + std::string(why));
}

// The longest row of digits, however they are grouped.
std::size_t digits_in_a_row(std::string_view text) {
  std::size_t longest = 0;
  std::size_t current = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      longest = std::max(longest, ++current);
    } else if (c != ' ' && c != '-') {
      current = 0;
    }
  }
  return longest;
}

Status check_text(const Member& member, std::string_view text) {
  constexpr std::size_t kMaxCodePoints = 255;
  if (has_nul(text) || code_points(text) > kMaxCodePoints)
    return wrong(member.name, "is at most 255 characters long, without U+0000");
  if (digits_in_a_row(text) > member.max_digits)
    return wrong(member.name, "looks like a number that must not be stored: give masked data only");
  if (member.kind == Kind::required_text && text.empty()) return wrong(member.name, "is missing");
  if (member.kind == Kind::four_digits && (text.size() != 4 || digits_in_a_row(text) != 4))
    return wrong(member.name, "must be the last four digits");
  return {};
}

Status check_names(const json::object& object, std::span<const Member> members, bool typed) {
  for (const auto& pair : object) {
    const std::string_view name(pair.key().data(), pair.key().size());
    bool known = typed && name == "type";
    for (const Member& member : members) known = known || member.name == name;
    if (!known) return wrong(name, "is no member of such an instrument");
  }
  return {};
}

Status write_members(JsonWriter& out, const json::object& object, std::span<const Member> members);

Status write_member(JsonWriter& out, const json::object& object, const Member& member) {
  out.key(member.name);
  if (member.kind == Kind::flag) {
    const FlagInput flag = flag_member(object, member.name);
    if (flag.present() && !flag.has_value()) return wrong(member.name, "must be true or false");
    out.boolean(flag.value);
  } else if (member.kind == Kind::integer) {
    const IntegerInput number = integer_member(object, member.name);
    constexpr std::int64_t kLastYear = 9999;
    if (!number.has_value() || number.value < 1 || number.value > kLastYear)
      return wrong(member.name, "must be a month or a year");
    out.integer(number.value);
  } else if (member.kind == Kind::address) {
    const auto* address = object_member(object, member.name);
    if (object.contains({member.name.data(), member.name.size()}) && address == nullptr)
      return wrong(member.name, "must be an object");
    out.begin_object();
    FS_TRY_STATUS(write_members(out, address == nullptr ? json::object() : *address, kAddress));
    out.end_object();
  } else {
    const TextInput text = text_member(object, member.name);
    if (text.present() && !text.has_value()) return wrong(member.name, "must be a string");
    FS_TRY_STATUS(check_text(member, text.value));
    out.string(text.value);
  }
  return {};
}

Status write_members(JsonWriter& out, const json::object& object, std::span<const Member> members) {
  for (const Member& member : members) FS_TRY_STATUS(write_member(out, object, member));
  return {};
}

}  // namespace

Result<InstrumentJson> make_instrument_json(std::string_view text) {
  const auto value = parse_body(text, {});
  const auto* object = value ? value->if_object() : nullptr;
  if (object == nullptr) return wrong("an instrument", "is one JSON object");
  const TextInput type = text_member(*object, "type");
  for (const InstrumentKind& kind : kKinds) {
    if (!type.has_value() || type.value != kind.type) continue;
    FS_TRY_STATUS(check_names(*object, kind.members, true));
    if (const auto* address = object_member(*object, "billing_address"))
      FS_TRY_STATUS(check_names(*address, kAddress, false));
    JsonWriter out;
    out.begin_object().key("type").string(kind.type);
    FS_TRY_STATUS(write_members(out, *object, kind.members));
    out.end_object();
    return InstrumentJson{out.take(), flag_member(*object, "is_default").value};
  }
  return wrong("type", "must be stored_card, stored_paypal_account or stored_bank_account");
}

}  // namespace fieldstone::api
