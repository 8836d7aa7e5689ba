// Use cases of addresses (CU-50 … CU-55). Each runs inside one unit of work, all or nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/address.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct WriteAddresses {
  std::vector<AddressInput> items;  // 1 … kMaxAddressesPerWrite
};

struct DeleteAddresses {
  std::vector<std::int64_t> ids;
};

struct ListAddresses {
  AddressFilter filter;
  PageRequest page;
  bool with_form_fields = false;
};

struct AddressesPage {
  RowPage<Address> page;
  PageRequest request;
  bool with_form_fields = false;
  std::vector<store::FormFieldValue> form_fields;  // by address; of all on the page
};

// Those that were new, in request order: one that its customer has already changes nothing (CU-53).
// Errors: validation naming every broken member of every item; unknown customers.
Result<std::vector<Address>> create_addresses(store::Tx& tx, const Context& context,
                                              const WriteAddresses& command);
// Those that are different from all others of their customer (CU-54).
// Errors: the same; unknown ids.
Result<std::vector<Address>> update_addresses(store::Tx& tx, const Context& context,
                                              const WriteAddresses& command);
// Unknown ids are no error.
Status delete_addresses(store::Tx& tx, const Context& context, const DeleteAddresses& command);
Result<AddressesPage> list_addresses(store::Tx& tx, const Context& context,
                                     const ListAddresses& query);

// The addresses that come with a new customer (CU-18): appends one FieldError per broken form
// field, named by `prefix`. Requires: check_address found nothing.
Status add_nested_addresses(store::Tx& tx, const Context& context, CustomerId customer_id,
                            const std::vector<AddressInput>& items, const std::string& prefix,
                            std::vector<FieldError>& errors);

}  // namespace fieldstone::app
