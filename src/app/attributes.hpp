// Use cases of customer attributes and their values (CU-70 … CU-72, CU-90 … CU-94).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/attribute.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct WriteAttributes {
  std::vector<AttributeInput> items;
};

struct WriteAttributeValues {
  std::vector<AttributeValueInput> items;  // of at most kMaxCustomersPerValueWrite customers
};

struct DeleteByIds {
  std::vector<std::int64_t> ids;  // unknown ones are no error
};

struct ListAttributes {
  AttributeFilter filter;
  PageRequest page;
};
struct AttributesPage {
  RowPage<Attribute> page;
  PageRequest request;
};

struct ListAttributeValues {
  AttributeValueFilter filter;
  PageRequest page;
};
struct AttributeValuesPage {
  RowPage<AttributeValue> page;
  PageRequest request;
};

// Errors: validation naming every broken member; a name in use (CU-70); one attribute too many
// (CU-72).
Result<std::vector<Attribute>> create_attributes(store::Tx& tx, const Context& context,
                                                 const WriteAttributes& command);
// Errors: the same; unknown ids; another type (CU-72).
Result<std::vector<Attribute>> update_attributes(store::Tx& tx, const Context& context,
                                                 const WriteAttributes& command);
// Deletes their values, too.
Status delete_attributes(store::Tx& tx, const Context& context, const DeleteByIds& command);
Result<AttributesPage> list_attributes(store::Tx& tx, const Context& context,
                                       const ListAttributes& query);

// In request order. Errors: validation naming every broken item, unknown customers and attributes,
// values that do not fit (CU-93); payload_too_large for too many customers (CU-92).
Result<std::vector<AttributeValue>> set_attribute_values(store::Tx& tx, const Context& context,
                                                         const WriteAttributeValues& command);
Status delete_attribute_values(store::Tx& tx, const Context& context, const DeleteByIds& command);
Result<AttributeValuesPage> list_attribute_values(store::Tx& tx, const Context& context,
                                                  const ListAttributeValues& query);

// The values that come with a new customer (CU-19): appends one FieldError per broken item, named
// by `prefix`. Requires: check_attribute_value found nothing.
Status add_nested_attributes(store::Tx& tx, const Context& context, CustomerId customer_id,
                             const std::vector<AttributeValueInput>& items,
                             const std::string& prefix, std::vector<FieldError>& errors);

}  // namespace fieldstone::app
