#include "app/events.hpp"

#include <optional>

#include "auth/scope.hpp"
#include "base/check.hpp"
#include "core/event_names.hpp"

namespace fieldstone::app {
namespace {

constexpr std::int64_t kDay = 86'400;

// Whether a hook's client may know that the metafield is there (MF-32, WH-66). Null: everybody may.
Result<bool> may_know(const store::ActiveHook& hook, const Metafield* metafield) {
  if (metafield == nullptr || metafield->permission_set != PermissionSet::app_only ||
      hook.client_id == metafield->owner_client_id) {
    return true;
  }
  FS_TRY(const auto scopes, auth::ScopeSet::of_stored(hook.account_scopes));
  const Reader reader{hook.client_id, scopes.allows(Scope::metafield_write_all, Access::modify)};
  return may_read(metafield->permission_set, relation_of(reader, metafield->owner_client_id));
}

// Who may hear of an event.
struct Audience {
  const Metafield* metafield = nullptr;  // what it is about, if it is one
  std::string_view client_id;            // whose hooks alone; empty: everybody's
};

// Sends one event to the hooks that hear of it and returns how many those are; they share its
// number.
Result<std::size_t> send(store::Tx& tx, StoreId store_id, const Event& event,
                         const Audience& audience = {}) {
  FS_TRY(auto* hooks, tx.listeners(store_id));
  std::optional<std::int64_t> event_id;
  std::size_t told = 0;
  for (store::ActiveHook& hook : *hooks) {
    if (!audience.client_id.empty() && hook.client_id != audience.client_id) continue;
    if (!scope_covers(hook.scope, event.scope)) continue;
    FS_TRY(const bool known, may_know(hook, audience.metafield));
    if (!known) continue;
    if (!event_id) {
      FS_TRY(event_id, tx.outbox().next_event_id(store_id));
    }
    FS_TRY_STATUS(tx.outbox().add(store_id, hook.id, *event_id, event));
    ++told;
    // Once a day is enough to know what nobody has needed for 90 (WH-25).
    if (event.created_at.value - hook.last_event_at.value < kDay) continue;
    hook.last_event_at = event.created_at;
    FS_TRY_STATUS(tx.hooks().saw_event(store_id, hook.id, event.created_at));
  }
  return told;
}

// `make` builds the event: work that is spared where nobody listens.
template <class Make>
Status raise(store::Tx& tx, StoreId store_id, Make make) {
  FS_TRY(auto* hooks, tx.listeners(store_id));
  if (hooks->empty()) return {};
  FS_TRY_STATUS(send(tx, store_id, make()));
  return {};
}

}  // namespace

Status raise_event(store::Tx& tx, const Context& context, std::string_view scope,
                   std::string_view resource, std::string_view data) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto* hooks, tx.listeners(store_id));
  if (hooks->empty() || find_event_name(scope) == nullptr) return {};
  FS_TRY_STATUS(
      send(tx, store_id,
           Event{std::string(scope), std::string(resource), std::string(data), context.now}));
  return {};
}

Result<std::size_t> raise_event(store::Tx& tx, StoreId store_id, const Event& event) {
  FS_CHECK(find_event_name(event.scope) != nullptr);
  return send(tx, store_id, event);
}

Status raise_metafield(store::Tx& tx, const Context& context, Change change,
                       const Metafield& metafield) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto* hooks, tx.listeners(store_id));
  if (hooks->empty()) return {};
  for (const Event& event : metafield_events(change, metafield, context.now)) {
    FS_TRY_STATUS(send(tx, store_id, event, {&metafield, {}}));
  }
  return {};
}

Status raise_customer(store::Tx& tx, const Context& context, Change change,
                      const Customer& customer) {
  return raise(tx, context.caller.store_id,
               [&] { return customer_event(change, customer, context.now); });
}

Status raise_address(store::Tx& tx, const Context& context, Change change, const Address& address) {
  return raise(tx, context.caller.store_id,
               [&] { return address_event(change, address, context.now); });
}

Status raise_channel_access(store::Tx& tx, const Context& context, const Customer& customer) {
  return raise(tx, context.caller.store_id,
               [&] { return channel_access_event(customer, context.now); });
}

Status raise_default_instrument(store::Tx& tx, StoreId store_id, CustomerId id, TimeS now) {
  return raise(tx, store_id, [&] { return default_instrument_event(id, now); });
}

Status raise_uninstalled(store::Tx& tx, StoreId store_id, std::string_view client_id, TimeS now) {
  const Event event{std::string(kUninstalledScope), "app/" + std::string(client_id),
                    R"({"type":"store"})", now};
  FS_TRY_STATUS(send(tx, store_id, event, {nullptr, client_id}));
  return {};
}

}  // namespace fieldstone::app
