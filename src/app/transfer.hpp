// Taking metafields in from an export: the rules of a row.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/metafield.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// MF-6: the largest id a row may bring. Every JSON reader has it exactly, and it is far from where
// ids end: the store goes on counting behind it.
inline constexpr std::int64_t kMaxImportedId = 9'007'199'254'740'991;

// A row as it was read: text, not judged yet.
struct TransferRow {
  std::string store_hash;  // empty: not said
  std::string resource_type;
  std::string resource_id;  // empty for the store entity
  std::string id;           // empty: give it the next one
  std::string owner_client_id;
  std::string permission_set;
  std::string ns;
  std::string key;
  std::string value;
  std::string description;
  std::string date_created;   // empty: now
  std::string date_modified;  // empty: as date_created
};

enum class Imported : std::uint8_t {
  created,
  unchanged,  // the very same metafield is there: importing twice changes nothing
};

// The rows of one unit of work.
class Import {
 public:
  // Requires: tx outlives the import.
  Import(store::Tx& tx, StoreId store_id, const ParentRule& parents, TimeS now)
      : tx_(tx), store_id_(store_id), parents_(parents), now_(now) {}

  // Errors: validation, conflict, limit_reached, not_found: the row is bad, the message says why,
  // nothing of it was stored. Others: the unit has failed.
  Result<Imported> add(const TransferRow& row);
  // Raises the id sequence above the rows added. Call once, last.
  Status finish();

 private:
  // What is known of the resource of the last row; rows of one resource follow each other.
  struct Resource {
    ResourceType type = ResourceType::customer;
    std::string id;
    std::optional<bool> exists;
    std::map<std::string, std::int64_t> owned_by;
  };

  Result<Metafield> read(const TransferRow& row) const;
  Result<std::string> read_resource_id(const TransferRow& row,
                                       const ResourceTraits& resource) const;
  Status check_parent(const Metafield& field);
  Result<bool> has_room(const Metafield& field);
  // Why a field with an id could not be stored, or that it is there already.
  Result<Imported> compare(const Metafield& field, bool has_room);
  Result<Imported> add_without_id(Metafield field);

  store::Tx& tx_;
  StoreId store_id_;
  ParentRule parents_;
  TimeS now_;
  std::int64_t highest_id_ = 0;
  Resource resource_;
};

}  // namespace fieldstone::app
