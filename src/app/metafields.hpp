// Use cases of single metafields and their lists (MF-60 … MF-109). Each runs inside one unit of
// work.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/list_filter.hpp"
#include "core/metafield.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// A resource that carries metafields. `resource_id` is canonical: a decimal number or a lower-case
// UUID.
struct Parent {
  ResourceType type = ResourceType::customer;
  std::string resource_id;
};

// One metafield under its parent.
struct MetafieldAddress {
  Parent parent;
  MetafieldId id;
};

struct CreateMetafield {
  Parent parent;
  MetafieldInput input;
};

struct UpdateMetafield {
  MetafieldAddress address;
  IntegerInput body_id;  // must agree with the address when sent (MF-62)
  MetafieldInput input;
};

struct ListMetafields {
  ResourceType type = ResourceType::customer;
  std::optional<std::string> resource_id;  // absent: every resource of the type (MF-90)
  MetafieldFilter filter;
  PageRequest page;
};

struct MetafieldsPage {
  store::MetafieldPage page;
  PageRequest request;
};

// Errors: validation; not_found for a parent that must exist (MF-70); conflict (MF-40);
// limit_reached (MF-47): in this order (MF-48).
Result<Metafield> create_metafield(store::Tx& tx, const Context& context,
                                   const CreateMetafield& command);
// Errors: not_found when absent, elsewhere or invisible (MF-32, MF-67).
Result<Metafield> get_metafield(store::Tx& tx, const Context& context,
                                const MetafieldAddress& address);
// Errors: validation; not_found; not_owner (MF-29, MF-33); conflict (MF-43).
Result<Metafield> update_metafield(store::Tx& tx, const Context& context,
                                   const UpdateMetafield& command);
// Errors: not_found; not_owner (MF-31).
Status delete_metafield(store::Tx& tx, const Context& context, const MetafieldAddress& address);
Result<MetafieldsPage> list_metafields(store::Tx& tx, const Context& context,
                                       const ListMetafields& command);

// The steps after validation, shared with batches (app/metafields_batch).
namespace step {
// How many fields the caller has on resources, by their ids: counted once for all items of a batch,
// for a count costs as much as there are.
using Owned = std::map<std::string, std::int64_t>;
Result<Metafield> create(store::Tx& tx, const Context& context, const Parent& parent,
                         const MetafieldInput& input, Owned& owned);
Result<Metafield> update(store::Tx& tx, const Context& context, Metafield stored,
                         const MetafieldInput& input);
Status remove(store::Tx& tx, const Context& context, const Metafield& stored);
}  // namespace step

// Whether a parent is there, as far as the mode asks (MF-70).
Result<bool> parent_exists(store::Tx& tx, StoreId store_id, const ParentRule& rule,
                           const Parent& parent);

// The field if the caller may read it, else not_found (MF-32).
Result<Metafield> visible(std::optional<Metafield>&& found, const Context& context);

}  // namespace fieldstone::app
