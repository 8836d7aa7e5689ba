// Use cases of metafield batches (MF-120 … MF-138): items are processed in order, each in its own
// right; a failed one leaves the others alone. All of a batch is one unit of work.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/metafields.hpp"

namespace fieldstone::app {

struct BatchCreateItem {
  // The parent as sent, canonical. Not looked at where the type has a single parent (store).
  Input<std::string> resource_id;
  MetafieldInput input;
};
struct BatchCreate {
  ResourceType type = ResourceType::customer;
  std::vector<BatchCreateItem> items;
};

struct BatchUpdateItem {
  IntegerInput id;
  MetafieldInput input;
};
struct BatchUpdate {
  ResourceType type = ResourceType::customer;
  std::vector<BatchUpdateItem> items;
};

struct BatchDelete {
  ResourceType type = ResourceType::customer;
  std::vector<IntegerInput> ids;
};

struct BatchFailure {
  std::size_t index = 0;  // position in the request (MF-131)
  std::string message;    // one of MF-136
};

template <class T>
struct BatchOutcome {
  ResourceType type = ResourceType::customer;
  std::vector<T> done;  // in request order (MF-130)
  std::vector<BatchFailure> failed;

  std::size_t total() const { return done.size() + failed.size(); }
};

// Errors: only what stops the whole batch: internal, unavailable.
Result<BatchOutcome<Metafield>> create_metafields(store::Tx& tx, const Context& context,
                                                  const BatchCreate& command);
Result<BatchOutcome<Metafield>> update_metafields(store::Tx& tx, const Context& context,
                                                  const BatchUpdate& command);
Result<BatchOutcome<MetafieldId>> delete_metafields(store::Tx& tx, const Context& context,
                                                    const BatchDelete& command);

}  // namespace fieldstone::app
