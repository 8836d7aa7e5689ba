// Attributes of customers: definitions and values. The customers' attribute_count is kept here
// (CU-11).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/attribute.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class AttributeRepo {
 public:
  AttributeRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  Result<std::optional<Attribute>> find(StoreId store_id, std::int64_t id);
  // Compared without case (CU-70).
  Result<std::optional<Attribute>> find_named(StoreId store_id, std::string_view name);
  Result<std::int64_t> count(StoreId store_id);
  // Stores a new attribute under the next id, which it returns; `attribute.id` is ignored.
  Result<std::int64_t> insert(StoreId store_id, const Attribute& attribute);
  Status update(StoreId store_id, const Attribute& attribute);
  // Deletes it with its values; unknown ids are no error.
  Status remove(StoreId store_id, std::int64_t id);
  Result<RowPage<Attribute>> list(StoreId store_id, const AttributeFilter& filter,
                                  const PageRequest& page);

 private:
  sql::Connection& connection_;
  const Dialect& dialect_;
};

class AttributeValueRepo {
 public:
  AttributeValueRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  // Stores or replaces the value of (attribute, customer), which exist; returns what is stored.
  Result<AttributeValue> set(StoreId store_id, const AttributeValue& value);
  // Unknown ids are no error.
  Status remove(StoreId store_id, std::int64_t id);
  Status remove_of_customer(StoreId store_id, CustomerId customer_id);
  // Of each of the customers the first `per_customer`, by customer and id.
  Result<std::vector<AttributeValue>> of_customers(StoreId store_id,
                                                   std::span<const std::int64_t> customer_ids,
                                                   std::int64_t per_customer);
  Result<RowPage<AttributeValue>> list(StoreId store_id, const AttributeValueFilter& filter,
                                       const PageRequest& page);

 private:
  Result<std::optional<AttributeValue>> find_one(std::string_view text,
                                                 std::initializer_list<sql::Value> key);
  Status count(StoreId store_id, CustomerId customer_id, std::int64_t delta);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
