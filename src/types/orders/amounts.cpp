#include "types/orders/amounts.hpp"

#include "app/records/values.hpp"

namespace fieldstone::types {

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

void set_tax(boost::json::object& members, const CostNames& names) {
  set_amount(members, names.tax,
             amount_in(members, names.inc_tax) - amount_in(members, names.ex_tax));
}

}  // namespace fieldstone::types
