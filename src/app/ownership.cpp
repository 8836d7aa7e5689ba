#include "app/ownership.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace fieldstone::app {
namespace {

Status require_account(store::Tx& tx, StoreId store_id, const std::string& client_id) {
  FS_TRY(const auto accounts, tx.accounts().list_accounts(store_id));
  const bool active =
      std::any_of(accounts.begin(), accounts.end(), [&](const store::AccountRecord& account) {
        return account.client_id == client_id && !account.revoked;
      });
  if (!active)
    return fail(Code::not_found, "GQ-30", "the store has no active account " + client_id);
  return {};
}

// Ids are unique in a store over all types (MF-6).
Result<std::optional<Metafield>> find_anywhere(store::Tx& tx, StoreId store_id, MetafieldId id) {
  for (const ResourceTraits& resource : resource_types()) {
    FS_TRY(auto found, tx.metafields().find(store_id, resource.type, id));
    if (found) return found;
  }
  return std::optional<Metafield>();
}

// Judges one field after the other, with those judged before as if they had moved already.
class Planner {
 public:
  Planner(store::Tx& tx, const Reassignment& command) : tx_(tx), command_(command) {}

  Result<ReassignmentPlan> plan() {
    for (const MetafieldId id : command_.ids) {
      FS_TRY(auto found, find_anywhere(tx_, command_.store_id, id));
      if (!found) {
        obstacle(id, "there is no metafield with this id");
      } else if (found->owner_client_id != command_.new_owner_client_id) {
        FS_TRY_STATUS(judge(*std::move(found)));
      }
    }
    return std::move(plan_);
  }

 private:
  void obstacle(MetafieldId id, std::string reason) {
    plan_.obstacles.push_back({id, std::move(reason)});
  }

  Status judge(Metafield field) {
    const store::MetafieldScope scope{command_.store_id, field.resource_type, field.resource_id};
    FS_TRY(const bool taken,
           tx_.metafields().exists_named(scope, command_.new_owner_client_id, field.ns, field.key));
    if (taken ||
        !names_.insert({field.resource_type, field.resource_id, field.ns, field.key}).second) {
      obstacle(field.id,
               "the new owner has a metafield of this namespace and key on the same resource");
      return {};
    }
    const int limit = traits_of(field.resource_type).max_per_client;
    const auto [owned, fresh] = owned_.insert({{field.resource_type, field.resource_id}, 0});
    if (fresh) {
      FS_TRY(owned->second,
             tx_.metafields().count_owned(scope, command_.new_owner_client_id, limit));
    }
    if (owned->second++ >= limit) {
      obstacle(field.id, "the new owner would have more than " + std::to_string(limit) +
                             " metafields on the resource");
      return {};
    }
    plan_.fields.push_back(std::move(field));
    return {};
  }

  store::Tx& tx_;
  const Reassignment& command_;
  ReassignmentPlan plan_;
  std::set<std::tuple<ResourceType, std::string, std::string, std::string>> names_;
  std::map<std::pair<ResourceType, std::string>, std::int64_t> owned_;
};

}  // namespace

Result<ReassignmentPlan> plan_reassignment(store::Tx& tx, const Reassignment& command) {
  FS_TRY_STATUS(require_account(tx, command.store_id, command.new_owner_client_id));
  Reassignment distinct = command;
  std::sort(distinct.ids.begin(), distinct.ids.end());
  distinct.ids.erase(std::unique(distinct.ids.begin(), distinct.ids.end()), distinct.ids.end());
  return Planner(tx, distinct).plan();
}

Result<ReassignmentPlan> reassign(store::Tx& tx, const Reassignment& command) {
  FS_TRY(auto plan, plan_reassignment(tx, command));
  if (!plan.obstacles.empty()) return plan;
  for (const Metafield& field : plan.fields) {
    FS_TRY_STATUS(tx.metafields().set_owner(command.store_id, field, command.new_owner_client_id));
  }
  return plan;
}

}  // namespace fieldstone::app
