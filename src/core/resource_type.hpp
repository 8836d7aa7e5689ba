// The kinds of resource that carry metafields, and everything in which they differ (§4 and §5 of
// docs/contract/metafields.md). A new kind is one row here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/limits.hpp"
#include "core/scope.hpp"

namespace fieldstone {

// Stable: the numbers are stored; the names are wire words (MF-7).
enum class ResourceType : std::uint8_t {
  customer = 1,
  cart = 2,
  channel = 3,
  order = 4,
  product = 5,
  variant = 6,
  category = 7,
  brand = 8,
  location = 9,
  store = 10,
};

enum class IdForm : std::uint8_t {
  integer,
  text,  // MF-6: cart and store answer metafield ids as strings
};

enum class ParentForm : std::uint8_t {
  integer,  // 0 … kMaxResourceId
  uuid,     // cart
  store,    // the store itself; there is no id to send (MF-120)
};

// What POST and PUT of one item put into `data` (MF-73 … MF-80).
enum class WriteShape : std::uint8_t {
  object,
  customer,  // array of one, errors, pagination; switchable (MF-83)
};

// What `meta` of a batch POST or PUT carries besides the counts (MF-133).
enum class BatchMeta : std::uint8_t { counts, counts_and_pagination };

struct ResourceTraits {
  ResourceType type;
  std::string_view name;
  IdForm id_form;
  ParentForm parent_form;
  WriteShape write_shape;
  BatchMeta batch_meta;
  int max_per_client;  // metafields of one client on one resource (MF-44, MF-45)
  Scope scope;         // HTTP-120 … HTTP-127
  // Paths below /stores/{store_hash} (MF-50 … MF-59). Where there is no collection path, fields are
  // created through the batch only (MF-59).
  std::string_view collection_path;
  std::string_view item_path;
  std::string_view batch_path;
};

std::span<const ResourceTraits> resource_types();
const ResourceTraits& traits_of(ResourceType type);
std::optional<ResourceType> parse_resource_type(std::string_view name);

}  // namespace fieldstone
