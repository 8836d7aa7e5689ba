#include "types/members.hpp"

#include "app/records/values.hpp"

namespace fieldstone::types {

std::string_view view_in(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? std::string_view() : app::records::view(*text);
}

std::string text_in(const boost::json::object& members, std::string_view name) {
  return std::string(view_in(members, name));
}

std::int64_t integer_in(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  const auto* integer = member == nullptr ? nullptr : member->if_int64();
  return integer == nullptr ? 0 : *integer;
}

bool flag_in(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  const auto* flag = member == nullptr ? nullptr : member->if_bool();
  return flag != nullptr && *flag;
}

std::int64_t amount_in(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  return member == nullptr ? 0 : app::records::amount_of(*member).value_or(0);
}

bool is_null_in(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  return member == nullptr || member->is_null();
}

Result<bool> asked_flag(std::string_view name, std::string_view value) {
  const bool wanted = value == "true" || value == "1";
  if (wanted || value == "false" || value == "0") return wanted;
  return fail(Code::invalid_parameter, "HTTP-86", {},
              {{std::string(name), std::string(name) + " must be true or false"}});
}

}  // namespace fieldstone::types
