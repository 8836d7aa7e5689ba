// Tells the hooks of a store what happened: rows of the outbox in the unit of work of the change
// itself, for the hooks that are active and hear of it at that moment. Where no hook of the store
// is active, each costs one look-up a unit and nothing else.
#pragma once

#include <cstddef>
#include <string_view>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/event.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// Raises one event under one name. Another name of the same change, such as the one of its channel,
// is another call. Where nobody listens it costs a look-up. `resource`: what it is about, as in
// "order/17"; events of one resource reach a hook in order. `data`: compact JSON. A name that
// nobody published reaches nobody, a wildcard's hook neither (WH-76): not every kind of change of
// every record has one.
Status raise_event(store::Tx& tx, const Context& context, std::string_view scope,
                   std::string_view resource, std::string_view data);
// The same where nobody calls over the API. Returns how many hooks are told.
// Requires: find_event_name() knows the event's name.
Result<std::size_t> raise_event(store::Tx& tx, StoreId store_id, const Event& event);

// Under both names (WH-50 … WH-61).
Status raise_metafield(store::Tx& tx, const Context& context, Change change,
                       const Metafield& metafield);
// WH-70, WH-71.
Status raise_customer(store::Tx& tx, const Context& context, Change change,
                      const Customer& customer);
// WH-72.
Status raise_address(store::Tx& tx, const Context& context, Change change, const Address& address);
// WH-74.
Status raise_channel_access(store::Tx& tx, const Context& context, const Customer& customer);
// WH-73. Instruments are made on the command line, where nobody calls over the API.
Status raise_default_instrument(store::Tx& tx, StoreId store_id, CustomerId id, TimeS now);

// APP-24. To the hooks of that client alone: the event does not say which app it is about.
Status raise_uninstalled(store::Tx& tx, StoreId store_id, std::string_view client_id, TimeS now);

}  // namespace fieldstone::app
