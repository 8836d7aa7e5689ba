// Use cases of form-field values (CU-110 … CU-114).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/form_field.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// One item of PUT: an answer and whose it is.
struct FormValueCommand {
  FormFieldInput answer;
  IntegerInput customer_id;
  IntegerInput address_id;
};

struct WriteFormValues {
  std::vector<FormValueCommand> items;
};

struct ListFormValues {
  FormValueFilter filter;
  PageRequest page;
};

struct FormValuesPage {
  RowPage<store::FormFieldValue> page;
  PageRequest request;
};

// Answers in request order. Errors: validation naming every broken item; an owner or a field that
// does not exist.
Result<std::vector<store::FormFieldValue>> write_form_values(store::Tx& tx, const Context& context,
                                                             const WriteFormValues& command);
Result<FormValuesPage> list_form_values(store::Tx& tx, const Context& context,
                                        const ListFormValues& query);

// The `form_fields` of a customer or an address (CU-112): what is not named stays.
// Appends one FieldError per broken item, named prefix + "form_fields.0.value"; then nothing of
// this answer may be kept.
struct FormOwner {
  FormFieldOwner kind = FormFieldOwner::customer;
  std::int64_t id = 0;
};
// Returns whether an answer differs now.
Result<bool> set_form_fields(store::Tx& tx, StoreId store_id, FormOwner owner,
                             const FormFieldsInput& input, const std::string& prefix,
                             std::vector<FieldError>& errors);

}  // namespace fieldstone::app
