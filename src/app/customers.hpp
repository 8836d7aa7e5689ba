// Use cases of customers (CU-40 … CU-45). Each runs inside one unit of work, all or nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/customer.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct WriteCustomers {
  std::vector<CustomerInput> items;  // 1 … kMaxCustomersPerWrite
  // Of each item's acceptable new password; hashing is too slow for a unit of work.
  std::vector<std::optional<std::string>> password_hashes;
};

struct DeleteCustomers {
  std::vector<CustomerId> ids;
};

// What a list shows besides the customers' own members (HTTP-102).
struct CustomerIncludes {
  bool addresses = false;
  bool attributes = false;
  bool form_fields = false;
  bool store_credit = false;
  bool shopper_profile_id = false;
  bool segment_ids = false;
};

struct ListCustomers {
  CustomerFilter filter;
  PageRequest page;
  CustomerIncludes includes;
};

// What segments know of a customer (CU-22).
struct ShopperOf {
  CustomerId customer_id;
  std::string profile_id;
  std::vector<std::string> segment_ids;
};

// A page with what is included of all its customers, each part by customer.
struct CustomersPage {
  store::CustomerPage page;
  PageRequest request;
  CustomerSort sort = CustomerSort::id;
  CustomerIncludes includes;
  std::vector<Address> addresses;
  std::vector<AttributeValue> attributes;
  std::vector<store::FormFieldValue> form_fields;
  std::vector<ShopperOf> shoppers;  // who can read records fills them
};

// Errors: validation naming every broken field of every item, or the e-mails in use (HTTP-69).
Result<std::vector<Customer>> create_customers(store::Tx& tx, const Context& context,
                                               const WriteCustomers& command);
// Errors: the same; "invalid customer ID" per unknown id (HTTP-70).
Result<std::vector<Customer>> update_customers(store::Tx& tx, const Context& context,
                                               const WriteCustomers& command);
// Unknown ids are no error (CU-44). Removes all that belongs to each customer.
Status delete_customers(store::Tx& tx, const Context& context, const DeleteCustomers& command);
Result<CustomersPage> list_customers(store::Tx& tx, const Context& context,
                                     const ListCustomers& command);

}  // namespace fieldstone::app
