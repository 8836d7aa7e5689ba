// Use cases of hooks (WH-10 … WH-26). A caller sees the hooks of its own client id and no others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/hook.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct HookById {
  HookId id;
};

struct WriteHook {
  HookId id;  // of PUT
  HookInput input;
};

struct ListHooks {
  HookFilter filter;
  PageRequest page;
};

struct HooksPage {
  store::HookPage page;
  PageRequest request;
};

// What GET /hooks/admin knows of the database (WH-15).
struct HookAdmin {
  std::vector<std::string> emails;
  HooksPage hooks;
};

// The members as sent; judged here.
struct SetHookEmails {
  Input<std::vector<std::string_view>> emails;
};

// Errors: validation (WH-1 … WH-4, WH-21, WH-23), conflict (WH-22, WH-83).
Result<Hook> create_hook(store::Tx& tx, const Context& context, const WriteHook& command);
// Errors: not_found (WH-20).
Result<Hook> get_hook(store::Tx& tx, const Context& context, const HookById& query);
// Errors: all of the above. What waits for the hook is dropped where WH-84 says so.
Result<Hook> update_hook(store::Tx& tx, const Context& context, const WriteHook& command);
// Returns what was deleted. Errors: not_found (WH-20).
Result<Hook> delete_hook(store::Tx& tx, const Context& context, const HookById& command);
Result<HooksPage> list_hooks(store::Tx& tx, const Context& context, const ListHooks& query);

Result<HookAdmin> hook_admin(store::Tx& tx, const Context& context, const ListHooks& query);
// Errors: validation.
Status set_hook_emails(store::Tx& tx, const Context& context, const SetHookEmails& command);

}  // namespace fieldstone::app
