// Customers and their addresses as V2 has them (docs/contract/customers-v2.md): another face of the
// same rows, with the same rules.
#pragma once

#include "app/addresses.hpp"
#include "app/customers.hpp"
#include "store/customers/v2_customer_list.hpp"

namespace fieldstone::types {

// At most so many go in one call (CV-7).
inline constexpr int kMostDeletedAtOnce = 100;

struct CustomerById {
  std::int64_t id = 0;
};
struct ListV2Customers {
  store::V2CustomerFilter filter;
  PageRequest page;
};
// `write` has one item; of an update it names the customer.
struct WriteV2Customer {
  std::int64_t id = 0;
  app::WriteCustomers write;
  TextInput registration_ip_address;  // checked; V3 only reads it
};
// With the answers to the forms of all of them.
struct V2Customers {
  std::vector<Customer> rows;
  std::vector<store::FormFieldValue> form_fields;
};

Result<V2Customers> list_v2_customers(store::Tx& tx, const app::Context& context,
                                      const ListV2Customers& query);
Result<std::int64_t> count_v2_customers(store::Tx& tx, const app::Context& context,
                                        const ListV2Customers& query);
// Errors: not_found. One row.
Result<V2Customers> get_v2_customer(store::Tx& tx, const app::Context& context,
                                    const CustomerById& wanted);
// Errors: validation; conflict where the e-mail is in use. One row.
Result<V2Customers> create_v2_customer(store::Tx& tx, const app::Context& context,
                                       const WriteV2Customer& command);
// Errors: the same; not_found. One row.
Result<V2Customers> update_v2_customer(store::Tx& tx, const app::Context& context,
                                       const WriteV2Customer& command);
// Errors: not_found.
Status delete_v2_customer(store::Tx& tx, const app::Context& context, const CustomerById& wanted);
// The first kMostDeletedAtOnce of those that the filters leave.
Status delete_v2_customers(store::Tx& tx, const app::Context& context,
                           const ListV2Customers& query);

struct AddressInPath {
  std::int64_t customer_id = 0;
  std::int64_t id = 0;
};
struct WriteV2Address {
  AddressInPath path;
  AddressInput input;  // names the customer of a create, the address of an update
};
struct ListV2Addresses {
  std::int64_t customer_id = 0;
  PageRequest page;
  bool all = false;  // whatever the page says
};

// Errors of all: not_found where the customer, or its address, is not there.
Result<std::vector<Address>> list_v2_addresses(store::Tx& tx, const app::Context& context,
                                               const ListV2Addresses& query);
Result<std::int64_t> count_v2_addresses(store::Tx& tx, const app::Context& context,
                                        const ListV2Addresses& query);
Result<Address> get_v2_address(store::Tx& tx, const app::Context& context,
                               const AddressInPath& path);
// Answers with the one that the customer has already, where it has the same (CV-13).
Result<Address> create_v2_address(store::Tx& tx, const app::Context& context,
                                  const WriteV2Address& command);
// Errors: conflict where it would be equal to another of the customer.
Result<Address> update_v2_address(store::Tx& tx, const app::Context& context,
                                  const WriteV2Address& command);
Status delete_v2_address(store::Tx& tx, const app::Context& context, const AddressInPath& path);
Status delete_v2_addresses(store::Tx& tx, const app::Context& context,
                           const ListV2Addresses& query);

// The stored password of a customer, and the e-mail under which attempts are counted.
struct V2Login {
  std::string email;
  std::optional<std::string> password_hash;
};
// Errors: not_found.
Result<V2Login> find_v2_login(store::Tx& tx, const app::Context& context,
                              const CustomerById& wanted);

}  // namespace fieldstone::types
