#include "types/orders/amounts.hpp"

#include "app/records/values.hpp"

namespace fieldstone::types {

std::int64_t amount(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  if (member == nullptr || member->is_null()) return 0;
  return app::records::amount_of(*member).value_or(0);
}

void set_amount(boost::json::object& members, std::string_view name, std::int64_t value) {
  members[name] = app::records::money_text(value);
}

void set_number(boost::json::object& members, std::string_view name, std::int64_t value) {
  constexpr std::int64_t kScale = 10'000;
  if (value % kScale == 0) {
    members[name] = value / kScale;
  } else {
    members[name] = static_cast<double>(value) / static_cast<double>(kScale);
  }
}

std::int64_t whole(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  return member == nullptr || !member->is_int64() ? 0 : member->get_int64();
}

std::string_view word(const boost::json::object& members, std::string_view name) {
  const auto* member = members.if_contains(name);
  if (member == nullptr || !member->is_string()) return {};
  return {member->get_string().data(), member->get_string().size()};
}

void set_tax(boost::json::object& members, const CostNames& names) {
  set_amount(members, names.tax, amount(members, names.inc_tax) - amount(members, names.ex_tax));
}

}  // namespace fieldstone::types
