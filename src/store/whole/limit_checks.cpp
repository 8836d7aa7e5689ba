#include "store/whole/limit_checks.hpp"

#include <string>
#include <string_view>

#include "core/limits.hpp"
#include "store/whole/table_checks.hpp"

namespace fieldstone::store {
namespace {

struct Length {
  std::string_view table;
  std::string_view column;
  std::size_t most;  // code points
};

constexpr Length kLengths[] = {
    {"whole_metafield", "namespace", kMaxNamespaceCodePoints},
    {"whole_metafield", "key", kMaxKeyCodePoints},
    {"whole_metafield", "value", kMaxValueCodePoints},
    {"whole_metafield", "description", kMaxDescriptionCodePoints},
    {"customer", "email", kMaxEmailCodePointsPut},
    {"customer", "first_name", kMaxNameCodePoints},
    {"customer", "last_name", kMaxNameCodePoints},
    {"customer", "company", kMaxCompanyCodePoints},
    {"customer", "phone", kMaxPhoneCodePoints},
    {"customer", "notes", kMaxNotesCodePoints},
    {"customer", "tax_exempt_category", kMaxTaxCategoryCodePoints},
    {"customer_group", "name", kMaxGroupNameCodePoints},
    {"customer_group", "discount_rules", kMaxDiscountRulesBytes},
    {"customer_address", "first_name", kMaxAddressNameCodePoints},
    {"customer_address", "last_name", kMaxAddressNameCodePoints},
    {"customer_address", "company", kMaxAddressNameCodePoints},
    {"customer_address", "address1", kMaxAddressLineCodePoints},
    {"customer_address", "address2", kMaxAddressLineCodePoints},
    {"customer_address", "city", kMaxCityCodePoints},
    {"customer_address", "state_or_province", kMaxStateCodePoints},
    {"customer_address", "postal_code", kMaxPostalCodeCodePoints},
    {"customer_attribute", "name", kMaxAttributeNameCodePoints},
    {"customer_attribute_value", "value", kMaxAttributeValueCodePoints},
    {"form_field", "name", kMaxFormFieldNameCodePoints},
    {"hook", "destination", kMaxDestinationBytes},
};

// Columns of few values: the lowest and the highest.
struct Range {
  std::string_view table;
  std::string_view column;
  int lowest;
  int highest;
};

constexpr Range kRanges[] = {
    {"metafield", "resource_type", 1, 10},
    {"metafield", "permission_set", 1, 5},
    {"known_resource", "resource_type", 1, 10},
    {"customer", "force_password_reset", 0, 1},
    {"customer", "accepts_review_emails", 0, 1},
    {"customer_address", "address_type", 0, 1},
    {"customer_attribute", "type", 1, 3},
    {"form_field", "owner_kind", 0, 1},
    {"form_field", "type", 1, 8},
    {"hook", "is_active", 0, 1},
    {"hook", "deactivated", 0, 1},
};

// Groups of rows, and how many of them there may be.
struct Count {
  std::string_view invariant;
  std::string_view groups;  // a query of a text column that names each group, and its size
  int most;
};

constexpr Count kCounts[] = {
    {"no resource has more metafields of one client than it may",
     "SELECT 'store ' || store_id || ' type ' || resource_type || ' resource ' || resource_id, "
     "count(*) FROM metafield WHERE resource_type <> 10"
     " GROUP BY store_id, resource_type, resource_id, owner_client_id",
     kMaxMetafieldsPerResource},
    {"no store entity has more metafields of one client than it may",
     "SELECT 'store ' || store_id || ' resource ' || resource_id, count(*) FROM metafield"
     " WHERE resource_type = 10 GROUP BY store_id, resource_type, resource_id, owner_client_id",
     kMaxMetafieldsPerStoreEntity},
    {"no store has more customer attributes than it may",
     "SELECT 'store ' || store_id, count(*) FROM customer_attribute GROUP BY store_id",
     kMaxAttributesPerStore},
    {"no client has more hooks of one scope than it may",
     "SELECT 'store ' || store_id || ' client ' || client_id || ' scope ' || scope, count(*)"
     " FROM hook GROUP BY store_id, client_id, scope",
     kMaxHooksPerScope},
    {"no client has more hooks than it may",
     "SELECT 'store ' || store_id || ' client ' || client_id, count(*) FROM hook"
     " GROUP BY store_id, client_id",
     static_cast<int>(kMaxHooksPerClient)},
    {"no client has more e-mails for its hooks than it may",
     "SELECT 'store ' || store_id || ' client ' || client_id, count(*) FROM hook_email"
     " GROUP BY store_id, client_id",
     static_cast<int>(kMaxHookEmails)},
};

// Every table that is looked at here has an id, but for those that have not.
std::string name_of_row(std::string_view table) {
  return table == "known_resource" ? "'store ' || store_id || ' resource ' || resource_id"
                                   : "'store ' || store_id || ' id ' || id";
}

std::string rows_where(std::string_view table, const std::string& condition) {
  return "SELECT " + name_of_row(table) + " FROM " + std::string(table) + " WHERE " + condition;
}

Status check_length(sql::Connection& connection, const Length& length,
                    std::vector<Violation>& found) {
  const std::string column(length.column);
  return add_violations(
      connection, "no " + column + " of " + std::string(length.table) + " is longer than it may be",
      rows_where(length.table, "length(" + column + ") > " + std::to_string(length.most)), found);
}

Status check_range(sql::Connection& connection, const Range& range, std::vector<Violation>& found) {
  const std::string column(range.column);
  return add_violations(
      connection, "every " + column + " of " + std::string(range.table) + " is one there is",
      rows_where(range.table, column + " NOT BETWEEN " + std::to_string(range.lowest) + " AND " +
                                  std::to_string(range.highest)),
      found);
}

Status check_count(sql::Connection& connection, const Count& count, std::vector<Violation>& found) {
  return add_violations(
      connection, count.invariant,
      std::string(count.groups) + " HAVING count(*) > " + std::to_string(count.most), found);
}

}  // namespace

Result<std::vector<Violation>> check_limits(sql::Connection& connection) {
  std::vector<Violation> found;
  for (const Length& length : kLengths) FS_TRY_STATUS(check_length(connection, length, found));
  for (const Range& range : kRanges) FS_TRY_STATUS(check_range(connection, range, found));
  for (const Count& count : kCounts) FS_TRY_STATUS(check_count(connection, count, found));
  return found;
}

}  // namespace fieldstone::store
