// Typed filters of lists. Absent members do not constrain; present ones combine with AND (MF-92).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/attribute.hpp"
#include "core/form_field.hpp"
#include "core/page.hpp"

namespace fieldstone {

// Bounds are inclusive (HTTP-108); several conditions on one field narrow each other.
struct RangeFilter {
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;

  void at_least(std::int64_t value) { min = min && *min > value ? *min : value; }
  void at_most(std::int64_t value) { max = max && *max < value ? *max : value; }
  bool any() const { return min || max; }
};

struct MetafieldFilter {
  std::optional<std::string> ns;  // MF-98
  std::optional<std::string> key;
  std::optional<std::vector<std::string>> ns_in;  // MF-99
  std::optional<std::vector<std::string>> key_in;
  std::optional<std::vector<std::string>> resource_in;  // MF-106
  std::optional<std::vector<std::int64_t>> id_in;       // MF-105
  std::optional<std::vector<std::int64_t>> id_not_in;
  RangeFilter id;
  RangeFilter date_created;  // seconds; MF-103, MF-104
  RangeFilter date_modified;
  Direction direction = Direction::ascending;  // MF-100

  bool constrains() const {
    return ns || key || ns_in || key_in || resource_in || id_in || id_not_in || id.any() ||
           date_created.any() || date_modified.any();
  }
};

struct AddressFilter {  // CU-52
  std::optional<std::vector<std::int64_t>> id_in;
  std::optional<std::vector<std::int64_t>> customer_in;
  std::optional<std::vector<std::string>> company_in;
  std::optional<std::vector<std::string>> name_fold_in;  // case-folded

  bool constrains() const { return id_in || customer_in || company_in || name_fold_in; }
};

struct AttributeFilter {  // CU-71
  std::optional<std::string> name_fold;
  std::optional<std::string> name_fold_like;
  std::optional<AttributeType> type;
  RangeFilter date_created;
  RangeFilter date_modified;
};

struct AttributeValueFilter {  // CU-91
  std::optional<std::vector<std::int64_t>> customer_in;
  std::optional<std::vector<std::int64_t>> attribute_in;
  std::optional<std::string> name_fold;  // of the attribute
  RangeFilter date_created;
  RangeFilter date_modified;

  bool constrains() const {
    return customer_in || attribute_in || name_fold || date_created.any() || date_modified.any();
  }
};

struct FormValueFilter {  // CU-111
  std::optional<std::int64_t> customer_id;
  std::optional<std::int64_t> address_id;
  std::optional<std::string> field_name;
  std::optional<FormFieldType> field_type;

  bool constrains() const { return customer_id || address_id || field_name || field_type; }
};

struct CustomerGroupFilter {  // CU-200
  std::optional<std::string> name_fold;
  std::optional<std::string> name_fold_like;
  std::optional<bool> is_default;
  std::optional<bool> is_group_for_guests;
  RangeFilter date_created;
  RangeFilter date_modified;
};

struct HookFilter {  // WH-11
  std::optional<bool> is_active;
  std::optional<std::string> scope;
  std::optional<std::string> destination;
};

enum class CustomerSort : std::uint8_t { id, date_created, last_name, date_modified };  // HTTP-105

struct CustomerFilter {
  std::optional<std::vector<std::int64_t>> id_in;  // HTTP-106
  std::optional<std::vector<std::int64_t>> group_in;
  std::optional<std::vector<std::string>> company_in;
  std::optional<std::vector<std::string>> phone_in;
  std::optional<std::vector<std::string>> registration_ip_in;
  std::optional<std::vector<std::string>> email_fold_in;  // case-folded (CU-41)
  std::optional<std::vector<std::string>> name_fold_in;   // case-folded
  std::vector<std::string> name_fold_like;                // alternatives, case-folded; empty: none
  RangeFilter date_created;                               // seconds
  RangeFilter date_modified;
  CustomerSort sort = CustomerSort::id;
  Direction direction = Direction::ascending;

  bool constrains() const {
    return constrains_besides_dates() || date_created.any() || date_modified.any();
  }
  // Whether this is the only condition there is. Requires: it is one of the two dates.
  bool constrains_only(const RangeFilter& date) const {
    const RangeFilter& other = &date == &date_created ? date_modified : date_created;
    return date.any() && !other.any() && !constrains_besides_dates();
  }

  bool constrains_besides_dates() const {
    return id_in || group_in || company_in || phone_in || registration_ip_in || email_fold_in ||
           name_fold_in || !name_fold_like.empty();
  }
};

}  // namespace fieldstone
