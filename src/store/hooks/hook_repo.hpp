// Hooks (docs/contract/webhooks.md, 1 and 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/hook.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

using HookPage = RowPage<Hook>;

// As much of a hook as it takes to know what it hears.
struct ActiveHook {
  HookId id;
  std::string scope;
  TimeS last_event_at;
  std::string client_id;
  std::string account_scopes;  // comma-separated, as granted
};

class HookRepo {
 public:
  // `touched` learns which hooks have new events or were changed; it may be null.
  explicit HookRepo(sql::Connection& connection, std::vector<HookKey>* touched = nullptr)
      : connection_(connection), touched_(touched) {}

  // Returns the id. Requires: check_beside() has nothing against it.
  Result<HookId> insert(StoreId store_id, const Hook& hook);
  // Whoever's it is.
  Result<std::optional<Hook>> find(StoreId store_id, HookId id);
  // All but the ids and created_at of a hook.
  Status update(StoreId store_id, const Hook& hook);
  // Removes the hook, its lease and what waits for it.
  Status remove(StoreId store_id, HookId id);
  // The same for all hooks of a client, and its e-mails (WH-25).
  Status remove_of_client(StoreId store_id, std::string_view client_id);

  // In the order of their ids; all of a store, all of one client but without their headers, which
  // may be long, or a page of them (WH-11).
  Result<std::vector<Hook>> of_store(StoreId store_id);
  Result<std::vector<Hook>> of_client(StoreId store_id, std::string_view client_id);
  // How many characters the headers of a client's other hooks have.
  Result<std::int64_t> header_characters(StoreId store_id, std::string_view client_id,
                                         HookId except);
  Result<HookPage> list(StoreId store_id, std::string_view client_id, const HookFilter& filter,
                        const PageRequest& page);

  // The hooks of a store that are to be told of events.
  Result<std::vector<ActiveHook>> active(StoreId store_id);
  Status saw_event(StoreId store_id, HookId id, TimeS now);
  // Sets hooks inactive that have had no event since `before` (WH-25), in all stores; returns how
  // many.
  Result<std::int64_t> rest_idle(TimeS before, TimeS now);
  // Removes hooks of revoked accounts that have nothing left to tell (APP-24), in all stores.
  Status remove_of_ended();

  // Whom to tell of deactivated hooks (WH-16), in the order in which they were sent.
  Result<std::vector<std::string>> emails(StoreId store_id, std::string_view client_id);
  Status set_emails(StoreId store_id, std::string_view client_id,
                    const std::vector<std::string>& emails);

 private:
  void touch(StoreId store_id, HookId id) {
    if (touched_ != nullptr) touched_->push_back({store_id.value, id.value});
  }

  sql::Connection& connection_;
  std::vector<HookKey>* touched_;
};

}  // namespace fieldstone::store
