// fieldstone form-field add|list|remove (CU-113)
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/log.hpp"
#include "base/utf8.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "core/limits.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  FormFieldOwner owner = FormFieldOwner::customer;
  std::string name;
  std::string type;
  std::vector<std::string> choices;
  std::string database = kDefaultDatabase;
};

const char* owner_name(FormFieldOwner owner) {
  return owner == FormFieldOwner::customer ? "customer" : "address";
}

bool is_line(const std::string& text, std::size_t max) {
  return is_valid_utf8(text) && !text.empty() && code_points(text) <= max &&
         text.find_first_of(std::string("\n\0", 2)) == std::string::npos;
}

Result<FormField> make_field(const Options& options) {
  FormField field;
  field.owner = options.owner;
  field.name = options.name;
  field.type = *form_field_type_of(options.type);
  field.options = options.choices;
  if (!is_line(field.name, kMaxFormFieldNameCodePoints))
    return fail(Code::validation, "CU-113", "a name is one line of 1 to 255 characters");
  if (has_options(field.type) == field.options.empty()) {
    return fail(Code::validation, "CU-113",
                has_options(field.type)
                    ? "a field of type " + options.type + " needs options: --option A --option B"
                    : "only checkboxes, radiobuttons and picklist have options");
  }
  for (const std::string& option : field.options) {
    if (!is_line(option, kMaxFormFieldNameCodePoints))
      return fail(Code::validation, "CU-113", "an option is one line of 1 to 255 characters");
  }
  return field;
}

int add(const Options& options) {
  const auto field = make_field(options);
  if (!field) return complain(field.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto added = (*store)->write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    auto status = tx.form_fields().insert(store_id, *field);
    if (!status && status.error().code == Code::conflict)
      return fail(Code::conflict, "CU-113",
                  std::string("there is a field of that name for ") + owner_name(field->owner) +
                      " forms already");
    return status;
  });
  if (!added) return complain(added.error());
  std::cout << "added form field " << field->name << '\n';
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto fields = (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<FormField>> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return tx.form_fields().list(store_id);
  });
  if (!fields) return complain(fields.error());
  for (const FormField& field : *fields) {
    std::cout << owner_name(field.owner) << '\t' << form_field_type_name(field.type) << '\t'
              << field.name;
    for (const std::string& option : field.options) std::cout << '\t' << option;
    std::cout << '\n';
  }
  return kOk;
}

int remove(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto removed = (*store)->write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    FS_TRY(const auto field, tx.form_fields().find(store_id, options.owner, options.name));
    if (!field) return false;
    FS_TRY_STATUS(tx.form_fields().remove(store_id, field->id));
    return true;
  });
  if (!removed) return complain(removed.error());
  if (!*removed) {
    std::cerr << "fieldstone: there is no field " << options.name << " for "
              << owner_name(options.owner) << " forms\n";
    return kFailed;
  }
  std::cout << "removed form field " << options.name << " and its values\n";
  return kOk;
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (int type = 1; type <= static_cast<int>(FormFieldType::picklist); ++type)
    names.emplace_back(form_field_type_name(static_cast<FormFieldType>(type)));
  return names;
}

}  // namespace

void add_form_field(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("form-field", "Define the fields of sign-up and address forms");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_command = [&](const std::string& name, const std::string& help,
                               int (*run)(const Options&)) {
    return add_store_command(*group, options, chosen, name, help, run);
  };
  const auto add_key = [&](CLI::App& command) {
    add_choice(command, "--for", options->owner,
               Choices<FormFieldOwner>{{"customer", FormFieldOwner::customer},
                                       {"address", FormFieldOwner::address}},
               "Whose form it is on: customer or address", "customer");
    command.add_option("--name", options->name, "Name of the field")->required();
  };
  CLI::App* adding = add_command("add", "Define a field", &add);
  add_key(*adding);
  adding->add_option("--type", options->type, "Kind of answer")
      ->required()
      ->check(CLI::IsMember(type_names()));
  adding->add_option("--option", options->choices,
                     "One choice of checkboxes, radiobuttons or picklist; give it several times");
  add_command("list", "List fields: owner, type, name, options, with tabs", &list);
  add_key(*add_command("remove", "Remove a field with all its values", &remove));
}

}  // namespace fieldstone::cli
