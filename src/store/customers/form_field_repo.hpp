// Definitions of form fields and their values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/form_field.hpp"
#include "core/ids.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// One answer, with its question's name.
struct FormFieldValue {
  std::int64_t session_id = 0;
  std::int64_t field_id = 0;
  std::string name;
  std::string value;  // JSON
};

class FormFieldRepo {
 public:
  FormFieldRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  Result<std::optional<FormField>> find(StoreId store_id, FormFieldOwner owner,
                                        std::string_view name);
  Result<std::vector<FormField>> list(StoreId store_id);
  // Stores a new definition. Errors: conflict when the owner has one of that name.
  Status insert(StoreId store_id, const FormField& field);
  // Removes a definition with its values.
  Status remove(StoreId store_id, std::int64_t id);

  Status set_value(StoreId store_id, std::int64_t session_id, std::int64_t field_id,
                   std::string_view json);
  Status remove_values(StoreId store_id, std::int64_t session_id);
  // Those of all addresses of a customer.
  Status remove_values_of_addresses(StoreId store_id, CustomerId customer_id);
  // By session and field.
  Result<std::vector<FormFieldValue>> values_of(StoreId store_id,
                                                std::span<const std::int64_t> session_ids);
  Result<RowPage<FormFieldValue>> list_values(StoreId store_id, const FormValueFilter& filter,
                                              const PageRequest& page);

 private:
  Status count(StoreId store_id, std::int64_t delta);
  Result<std::vector<FormFieldValue>> walk_values(StoreId store_id, const FormValueFilter& filter,
                                                  const PageRequest& page, bool back);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
