#include "app/metafields_batch.hpp"

#include <optional>

namespace fieldstone::app {
namespace {

constexpr std::string_view kInvalid = "The following fields are invalid: ";

// The words of MF-136 that depend on what was tried.
struct BatchWords {
  std::string_view not_found;
  std::string_view not_owner;
};
constexpr BatchWords kCreateWords{"Resource does not exist", ""};
constexpr BatchWords kUpdateWords{"Metafield does not exist", "Unauthorized to update"};
constexpr BatchWords kDeleteWords{"Metafield does not exist", "Unauthorized to delete"};

// The message of a failed item, or nothing where the error is not the item's own.
std::optional<std::string> item_message(const Error& error, const BatchWords& words) {
  if (error.code == Code::validation) return error.message;
  if (error.code == Code::conflict) return "Entity already exists";
  if (error.code == Code::limit_reached) return "Maximum number of metafields reached";
  if (error.code == Code::not_found) return std::string(words.not_found);
  if (error.code == Code::not_owner) return std::string(words.not_owner);
  return std::nullopt;
}

// Runs `item(i)` for each position and sorts the outcomes.
template <class T, class F>
Result<BatchOutcome<T>> run_items(ResourceType type, std::size_t count, const BatchWords& words,
                                  F item) {
  BatchOutcome<T> outcome;
  outcome.type = type;
  outcome.done.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Result<T> result = item(i);
    if (result) {
      outcome.done.push_back(*std::move(result));
      continue;
    }
    auto message = item_message(result.error(), words);
    if (!message) return fail(std::move(result).error());
    outcome.failed.push_back({i, std::move(*message)});
  }
  return outcome;
}

// Puts a member that only batches have in front of the others' errors.
Status with_member(std::string_view name, bool valid, Status others) {
  if (valid) return others;
  std::string message = std::string(kInvalid) + std::string(name);
  if (!others) message += ", " + others.error().message.substr(kInvalid.size());
  return fail(Code::validation, "MF-136", std::move(message));
}

Result<Metafield> create_item(store::Tx& tx, const Context& context, ResourceType type,
                              const BatchCreateItem& item, step::Owned& owned) {
  const bool has_parent =
      traits_of(type).parent_form == ParentForm::store || item.resource_id.has_value();
  FS_TRY_STATUS(with_member("resource_id", has_parent, validate_create(item.input)));
  Parent parent{type, item.resource_id.value};
  if (traits_of(type).parent_form == ParentForm::store) {
    parent.resource_id = std::to_string(context.caller.store_id.value);
  }
  return step::create(tx, context, parent, item.input, owned);
}

Result<Metafield> find_visible(store::Tx& tx, const Context& context, ResourceType type,
                               std::int64_t id) {
  FS_TRY(auto found, tx.metafields().find(context.caller.store_id, type, MetafieldId{id}));
  return visible(std::move(found), context);
}

Result<Metafield> update_item(store::Tx& tx, const Context& context, ResourceType type,
                              const BatchUpdateItem& item) {
  FS_TRY_STATUS(with_member("id", item.id.has_value(), validate_patch(item.input)));
  FS_TRY(auto stored, find_visible(tx, context, type, item.id.value));
  return step::update(tx, context, std::move(stored), item.input);
}

Result<MetafieldId> delete_item(store::Tx& tx, const Context& context, ResourceType type,
                                const IntegerInput& id) {
  FS_TRY_STATUS(with_member("id", id.has_value(), {}));
  FS_TRY(const auto stored, find_visible(tx, context, type, id.value));
  FS_TRY_STATUS(step::remove(tx, context, stored));
  return stored.id;
}

}  // namespace

Result<BatchOutcome<Metafield>> create_metafields(store::Tx& tx, const Context& context,
                                                  const BatchCreate& command) {
  step::Owned owned;
  return run_items<Metafield>(command.type, command.items.size(), kCreateWords, [&](std::size_t i) {
    return create_item(tx, context, command.type, command.items[i], owned);
  });
}

Result<BatchOutcome<Metafield>> update_metafields(store::Tx& tx, const Context& context,
                                                  const BatchUpdate& command) {
  return run_items<Metafield>(command.type, command.items.size(), kUpdateWords, [&](std::size_t i) {
    return update_item(tx, context, command.type, command.items[i]);
  });
}

Result<BatchOutcome<MetafieldId>> delete_metafields(store::Tx& tx, const Context& context,
                                                    const BatchDelete& command) {
  return run_items<MetafieldId>(command.type, command.ids.size(), kDeleteWords, [&](std::size_t i) {
    return delete_item(tx, context, command.type, command.ids[i]);
  });
}

}  // namespace fieldstone::app
