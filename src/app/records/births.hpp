// What a store has from its beginning: channel 1, a currency, a tree of categories.
#pragma once

#include <span>

#include "app/records/rules.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::app::records {

// Makes the born records of all types in one store; those of a type that has given out an id are
// left alone, so that what was deleted stays so. Tells no hook.
Status bear(store::Tx& tx, StoreId store_id, std::string_view store_hash, TimeS now,
            std::span<const record::RecordType* const> types);

// The same for every store that lacks some: stores are older than the types that came later.
Status bear_everywhere(store::Store& store, std::span<const record::RecordType* const> types);

}  // namespace fieldstone::app::records
