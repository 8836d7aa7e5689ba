#include "app/hooks.hpp"

#include <algorithm>

#include "core/email.hpp"
#include "core/limits.hpp"

namespace fieldstone::app {
namespace {

Result<Hook> find_own(store::Tx& tx, const Context& context, HookId id) {
  FS_TRY(auto found, tx.hooks().find(context.caller.store_id, id));
  if (found && found->client_id == context.caller.client_id) return *std::move(found);
  return fail(Code::not_found, "WH-20",
              "Webhook with id [" + std::to_string(id.value) + "] not found");
}

Status check_own(store::Tx& tx, const Context& context, const Hook& hook) {
  FS_TRY(const auto hooks, tx.hooks().of_client(context.caller.store_id, hook.client_id));
  return check_beside(hook, hooks);
}

Status check_headers(store::Tx& tx, const Context& context, const Hook& hook) {
  if (hook.headers.empty()) return {};
  FS_TRY(const auto others,
         tx.hooks().header_characters(context.caller.store_id, hook.client_id, hook.id));
  return check_headers_beside(hook, others);
}

Status check_emails(const Input<std::vector<std::string_view>>& emails) {
  std::string fault;
  if (!emails.present()) {
    fault = "error.path.missing";
  } else if (!emails.has_value()) {
    fault = "emails must be an array of strings";
  } else if (emails.value.size() > kMaxHookEmails) {
    fault = "emails must have at most " + std::to_string(kMaxHookEmails) + " members";
  } else if (!std::all_of(emails.value.begin(), emails.value.end(), [](std::string_view email) {
               return email.size() <= kMaxEmailCodePointsPut && looks_like_email(email);
             })) {
    fault = "emails must be valid e-mail addresses";
  }
  if (fault.empty()) return {};
  return fail(Code::validation, "WH-16", {}, {{"emails", std::move(fault)}});
}

}  // namespace

Result<Hook> create_hook(store::Tx& tx, const Context& context, const WriteHook& command) {
  FS_TRY_STATUS(validate_create(command.input, context.settings.hooks));
  Hook hook = make_hook(command.input, context.now);
  hook.client_id = context.caller.client_id;
  // The caller may have been revoked a moment ago: such an account has no hooks (WH-25).
  FS_TRY(const bool active,
         tx.accounts().is_active(context.caller.store_id, context.caller.client_id));
  if (!active) return fail(Code::unauthorized, "HTTP-62");
  FS_TRY_STATUS(check_own(tx, context, hook));
  FS_TRY_STATUS(check_headers(tx, context, hook));
  FS_TRY(hook.id, tx.hooks().insert(context.caller.store_id, hook));
  return hook;
}

Result<Hook> get_hook(store::Tx& tx, const Context& context, const HookById& query) {
  return find_own(tx, context, query.id);
}

Result<Hook> update_hook(store::Tx& tx, const Context& context, const WriteHook& command) {
  FS_TRY(const auto stored, find_own(tx, context, command.id));
  FS_TRY_STATUS(validate_patch(command.input, context.settings.hooks));
  Hook changed = stored;
  apply_patch(command.input, context.now, changed);
  if (changed == stored) return changed;
  if (changed.scope != stored.scope || changed.destination != stored.destination) {
    FS_TRY_STATUS(check_own(tx, context, changed));
  }
  if (changed.headers != stored.headers) FS_TRY_STATUS(check_headers(tx, context, changed));
  FS_TRY_STATUS(tx.hooks().update(context.caller.store_id, changed));
  if (drops_pending(stored, changed)) {
    FS_TRY_STATUS(tx.outbox().drop_of_hook(context.caller.store_id, changed.id));
  }
  return changed;
}

Result<Hook> delete_hook(store::Tx& tx, const Context& context, const HookById& command) {
  FS_TRY(auto stored, find_own(tx, context, command.id));
  FS_TRY_STATUS(tx.hooks().remove(context.caller.store_id, stored.id));
  return stored;
}

Result<HooksPage> list_hooks(store::Tx& tx, const Context& context, const ListHooks& query) {
  FS_TRY(auto page, tx.hooks().list(context.caller.store_id, context.caller.client_id, query.filter,
                                    query.page));
  return HooksPage{std::move(page), query.page};
}

Result<HookAdmin> hook_admin(store::Tx& tx, const Context& context, const ListHooks& query) {
  HookAdmin admin;
  FS_TRY(admin.hooks, list_hooks(tx, context, query));
  FS_TRY(admin.emails, tx.hooks().emails(context.caller.store_id, context.caller.client_id));
  return admin;
}

Status set_hook_emails(store::Tx& tx, const Context& context, const SetHookEmails& command) {
  FS_TRY_STATUS(check_emails(command.emails));
  const std::vector<std::string> emails(command.emails.value.begin(), command.emails.value.end());
  return tx.hooks().set_emails(context.caller.store_id, context.caller.client_id, emails);
}

}  // namespace fieldstone::app
