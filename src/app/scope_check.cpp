#include "app/scope_check.hpp"

#include "auth/scope.hpp"

namespace fieldstone::app {
namespace {

void note(store::Violation& violation, const std::string& scopes, const std::string& whose) {
  if (auth::ScopeSet::of_stored(scopes)) return;
  ++violation.count;
  violation.example = whose;
}

}  // namespace

Result<std::vector<store::Violation>> find_broken_scopes(store::Tx& tx) {
  store::Violation accounts{"every scope of an account is one there is", 0, {}};
  store::Violation apps{"every scope of an app is one there is", 0, {}};
  FS_TRY(const auto stores, tx.accounts().list_stores());
  for (const store::StoreRecord& record : stores) {
    FS_TRY(const auto all, tx.accounts().list_accounts(record.id));
    for (const store::AccountRecord& account : all)
      note(accounts, account.scopes, "store " + record.hash + " client " + account.client_id);
  }
  FS_TRY(const auto all, tx.apps().list());
  for (const auto& app : all) note(apps, app.scopes, "app " + app.client_id);
  std::vector<store::Violation> found;
  for (const store::Violation* violation : {&accounts, &apps}) {
    if (violation->count > 0) found.push_back(*violation);
  }
  return found;
}

}  // namespace fieldstone::app
