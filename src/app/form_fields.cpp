#include "app/form_fields.hpp"

#include "core/item_errors.hpp"
#include "core/limits.hpp"

namespace fieldstone::app {
namespace {

// Keeps one answer; nothing when it is broken, which `errors` says then.
Result<std::optional<store::FormFieldValue>> set_answer(store::Tx& tx, StoreId store_id,
                                                        FormOwner owner,
                                                        const FormFieldInput& answer,
                                                        ItemErrors& errors) {
  std::optional<store::FormFieldValue> kept;
  const auto known = errors.all().size();
  errors.text("name", answer.name, {1, kMaxFormFieldNameCodePoints}, Presence::required);
  if (!answer.value.present()) {
    errors.missing("value");
  } else if (!answer.value.has_value()) {
    errors.add("value", "value must be a string, a number or an array of strings");
  }
  if (errors.all().size() > known) return kept;
  FS_TRY(const auto field, tx.form_fields().find(store_id, owner.kind, answer.name.value));
  if (!field) {
    errors.add("name", "name is not the name of a form field");  // CU-113
    return kept;
  }
  if (auto problem = problem_of(*field, answer.value.value)) {
    errors.add("value", *std::move(problem));
    return kept;
  }
  kept = store::FormFieldValue{session_of(owner.kind, owner.id), field->id, field->name,
                               kept_value(*field, answer.value.value)};
  FS_TRY_STATUS(
      tx.form_fields().set_value(store_id, kept->session_id, kept->field_id, kept->value));
  return kept;
}

// Field and answer, by field.
using Answers = std::vector<std::pair<std::int64_t, std::string>>;
Result<Answers> answers_of(store::Tx& tx, StoreId store_id, FormOwner owner) {
  const std::int64_t session = session_of(owner.kind, owner.id);
  FS_TRY(const auto values, tx.form_fields().values_of(store_id, {&session, 1}));
  Answers answers;
  for (const auto& value : values) answers.emplace_back(value.field_id, value.value);
  return answers;
}

// Exactly one of the two says whose answer it is.
Result<std::optional<FormOwner>> owner_of(store::Tx& tx, StoreId store_id,
                                          const FormValueCommand& item, ItemErrors& errors) {
  std::optional<FormOwner> owner;
  if (is_absent(item.customer_id) == is_absent(item.address_id)) {
    errors.add("customer_id", "either customer_id or address_id must be given");
    return owner;
  }
  if (!is_absent(item.customer_id)) {
    FS_TRY(const bool exists, tx.customers().exists(store_id, CustomerId{item.customer_id.value}));
    if (!item.customer_id.has_value() || !exists) {
      errors.add("customer_id", "invalid customer ID");
    } else {
      owner = FormOwner{FormFieldOwner::customer, item.customer_id.value};
    }
    return owner;
  }
  FS_TRY(const auto address, tx.addresses().find(store_id, item.address_id.value));
  if (!item.address_id.has_value() || !address) {
    errors.add("address_id", "invalid address ID");
  } else {
    owner = FormOwner{FormFieldOwner::address, item.address_id.value};
  }
  return owner;
}

}  // namespace

Result<bool> set_form_fields(store::Tx& tx, StoreId store_id, FormOwner owner,
                             const FormFieldsInput& input, const std::string& prefix,
                             std::vector<FieldError>& errors) {
  if (is_absent(input)) return false;
  if (!input.has_value()) {
    errors.push_back({prefix + "form_fields", "form_fields must be an array of objects"});
    return false;
  }
  if (input.value.empty()) return false;
  FS_TRY(const auto before, answers_of(tx, store_id, owner));
  for (std::size_t i = 0; i < input.value.size(); ++i) {
    ItemErrors item(prefix + "form_fields." + std::to_string(i) + ".", errors);
    FS_TRY_STATUS(set_answer(tx, store_id, owner, input.value[i], item));
  }
  FS_TRY(const auto after, answers_of(tx, store_id, owner));
  return before != after;
}

Result<std::vector<store::FormFieldValue>> write_form_values(store::Tx& tx, const Context& context,
                                                             const WriteFormValues& command) {
  const StoreId store_id = context.caller.store_id;
  std::vector<store::FormFieldValue> written;
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    FS_TRY(const auto owner, owner_of(tx, store_id, command.items[i], errors));
    if (!owner) continue;
    FS_TRY(auto kept, set_answer(tx, store_id, *owner, command.items[i].answer, errors));
    if (kept) written.push_back(*std::move(kept));
  }
  if (!broken.empty()) return fail(Code::validation, "CU-112", {}, std::move(broken));
  return written;
}

Result<FormValuesPage> list_form_values(store::Tx& tx, const Context& context,
                                        const ListFormValues& query) {
  FS_TRY(auto page,
         tx.form_fields().list_values(context.caller.store_id, query.filter, query.page));
  return FormValuesPage{std::move(page), query.page};
}

}  // namespace fieldstone::app
