#include "app/hooks.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "core/limits.hpp"
#include "core/resource_type.hpp"
#include "model/world.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr std::int64_t kDay = 86'400;

// Every event by its full name: what a scope means is written down here, not worked out.
using Names = std::vector<std::string>;
const std::vector<std::pair<std::string, Names>> kHeard = {
    {"store/customer/*",
     {"store/customer/created", "store/customer/updated", "store/customer/deleted",
      "store/customer/address/created", "store/customer/address/deleted",
      "store/customer/channel/login/access/updated"}},
    {"store/customer/created", {"store/customer/created"}},
    {"store/customer/address/*",
     {"store/customer/address/created", "store/customer/address/deleted"}},
    {"store/customer/channel/login/access/updated",
     {"store/customer/channel/login/access/updated"}},
    {"store/metafield/*",
     {"store/metafield/created", "store/metafield/updated", "store/metafield/deleted"}},
    {"store/metafield/deleted", {"store/metafield/deleted"}},
    {"store/customer/metafield/*",
     {"store/customer/metafield/created", "store/customer/metafield/updated",
      "store/customer/metafield/deleted"}},
    {"store/product/metafield/created", {"store/product/metafield/created"}},
    {"store/cart/metafield/updated", {"store/cart/metafield/updated"}},
    {"store/store/metafield/deleted", {"store/store/metafield/deleted"}},
    {"store/order/metafield/*", {}}};
// As sent: the known ones, one with the slash of WH-64, and none.
const std::vector<std::string> kScopes = [] {
  std::vector<std::string> scopes;
  scopes.reserve(kHeard.size() + 4);
  for (const auto& [scope, heard] : kHeard) scopes.push_back(scope);
  for (const char* other : {"store/metafield/*/", "store/*", "store/order/shipped", "//"})
    scopes.emplace_back(other);
  return scopes;
}();

// More than the hooks of one scope (WH-23), then such as may not be (WH-2).
constexpr unsigned kFineDestinations = 12;
const std::vector<std::string> kDestinations = [] {
  std::vector<std::string> made;
  made.reserve(kFineDestinations + 3);
  for (unsigned i = 0; i < kFineDestinations; ++i)
    made.push_back("https://a" + std::to_string(i) + ".example/hook");
  for (const char* other : {"http://a.example/", "https://a.example:444/", "https://u@a.example/"})
    made.emplace_back(other);
  return made;
}();

// What the scope is stored as; nothing when it is none.
std::optional<std::string> scope_of(const TextInput& input) {
  if (!input.has_value()) return std::nullopt;
  std::string scope(input.value);
  if (scope == "store/metafield/*/") scope.pop_back();
  const bool known = std::any_of(kHeard.begin(), kHeard.end(),
                                 [&](const auto& entry) { return entry.first == scope; });
  return known ? std::optional(scope) : std::nullopt;
}

bool hears(const Hook& hook, const std::string& name) {
  return std::any_of(kHeard.begin(), kHeard.end(), [&](const auto& entry) {
    return entry.first == hook.scope &&
           std::count(entry.second.begin(), entry.second.end(), name) > 0;
  });
}

bool is_fine(const HookInput& input, bool all_needed) {
  const auto missing = [&](const TextInput& text) { return !text.present() && !all_needed; };
  const auto end = kDestinations.begin() + kFineDestinations;
  const bool destination = missing(input.destination) ||
                           (input.destination.has_value() &&
                            std::find(kDestinations.begin(), end, input.destination.value) != end);
  const bool flag = !input.is_active.present() || input.is_active.has_value();
  const bool headers = !input.headers.has_value() || input.headers.value.empty() ||
                       input.headers.value.front().first == "X-A";
  return destination && flag && headers && (missing(input.scope) || scope_of(input.scope)) &&
         (all_needed || input.any());
}

HookInput pick_hook(Bytes& bytes) {
  HookInput input{pick_text(bytes, kScopes), pick_text(bytes, kDestinations), {}, {}};
  const unsigned more = bytes.byte();
  if ((more & 3U) == 1) input.is_active = {InputState::value, true};
  if ((more & 3U) == 2) input.is_active = {InputState::value, false};
  if ((more & 3U) == 3 && (more & 128U) != 0) input.is_active.state = InputState::wrong_type;
  if ((more & 12U) == 4) input.headers = {InputState::value, {{"X-A", "1"}}};
  if ((more & 12U) == 8) input.headers = {InputState::value, {{"Host", "x"}}};
  if ((more & 12U) == 12) input.headers.state = InputState::null;
  return input;
}

void apply(const HookInput& input, TimeS now, Hook& hook) {
  const Hook before = hook;
  if (input.scope.present()) hook.scope = *scope_of(input.scope);
  if (input.destination.present()) hook.destination = input.destination.value;
  if (input.headers.present()) hook.headers = input.headers.value.empty() ? "" : R"({"X-A":"1"})";
  if (input.is_active.present()) hook.is_active = input.is_active.value;
  if (hook.is_active && !before.is_active) hook.last_event_at = now;
  if (hook != before) hook.updated_at = now;
}

// What is against a hook beside the others of its client (WH-22, WH-23).
std::optional<Code> obstacle(const StoreModel& model, const Hook& hook) {
  int of_scope = 0;
  for (const auto& [id, other] : model.hooks) {
    if (id == hook.id.value || other.hook.client_id != hook.client_id) continue;
    if (other.hook.scope != hook.scope) continue;
    if (other.hook.destination == hook.destination) return Code::conflict;
    ++of_scope;
  }
  return of_scope >= kMaxHooksPerScope ? std::optional(Code::validation) : std::nullopt;
}

bool is_own(const StoreModel& model, const App& app, std::int64_t id) {
  const auto found = model.hooks.find(id);
  return found != model.hooks.end() && found->second.hook.client_id == app.client_id;
}

std::int64_t pick_id(Bytes& bytes, const StoreModel& model) {
  return 1 + bytes.byte() % (model.last_hook + 1);
}

void check_hook(const Hook& got, const Hook& expected) {
  if (got == expected) return;
  const auto show = [](const Hook& hook) {
    return std::to_string(hook.id.value) + " " + hook.client_id + " " + hook.scope + " " +
           hook.destination + " " + hook.headers + (hook.is_active ? " active" : " inactive") +
           " updated " + std::to_string(hook.updated_at.value) + " last event " +
           std::to_string(hook.last_event_at.value);
  };
  disagree("hook", show(expected), show(got));
}

std::string channels_of(const Customer& customer) {
  std::string list;
  for (const std::int64_t id : customer.channel_ids.value_or(std::vector<std::int64_t>()))
    list += (list.empty() ? "" : ",") + std::to_string(id);
  return "\"channel_ids\":[" + list + "]";
}

std::string customer_resource(std::int64_t id) { return "customer/" + std::to_string(id); }

}  // namespace

void note_field(StoreModel& model, const std::string& change, const Metafield& field) {
  const std::string type(traits_of(field.resource_type).name);
  const std::string resource = type + "/" + field.resource_id;
  const std::string ids = R"({"metafield_id":)" + std::to_string(field.id.value) +
                          R"(,"resource_id":")" + field.resource_id + "\"";
  const std::string ns = R"(,"namespace":")" + field.ns + "\"}";
  const std::string only =
      field.permission_set == PermissionSet::app_only ? field.owner_client_id : "";
  model.told.push_back({"store/metafield/" + change, resource,
                        ids + R"(,"resource_type":")" + type + "\"" + ns, only});
  model.told.push_back({"store/" + type + "/metafield/" + change, resource, ids + ns, only});
}

void note_customer(StoreModel& model, const std::string& change, const Customer& customer) {
  std::string data = R"({"type":"customer","id":)" + std::to_string(customer.id.value);
  if (change != "deleted") {
    data += R"(,"origin_channel_id":)" + std::to_string(customer.origin_channel_id) + "," +
            channels_of(customer);
  }
  model.told.push_back(
      {"store/customer/" + change, customer_resource(customer.id.value), data + "}", {}});
}

void note_address(StoreModel& model, const std::string& change, const Address& address) {
  const std::string customer = std::to_string(address.customer_id.value);
  model.told.push_back({"store/customer/address/" + change,
                        customer_resource(address.customer_id.value),
                        R"({"type":"customer","id":)" + std::to_string(address.id) +
                            R"(,"address":{"customer_id":)" + customer + "}}",
                        {}});
}

void note_channels(StoreModel& model, const Customer& customer) {
  model.told.push_back(
      {"store/customer/channel/login/access/updated",
       customer_resource(customer.id.value),
       R"({"customer_id":)" + std::to_string(customer.id.value) + "," + channels_of(customer) + "}",
       {}});
}

void World::tell(StoreModel& model) {
  for (const Told& told : std::exchange(model.told, {})) {
    const std::int64_t number = model.last_event + 1;
    for (auto& [id, listener] : model.hooks) {
      Hook& hook = listener.hook;
      const auto app = std::find_if(apps_.begin(), apps_.end(), [&](const App& candidate) {
        return candidate.client_id == hook.client_id;
      });
      const bool may_know = told.only.empty() || told.only == hook.client_id || app->full_access;
      if (!hook.is_active || !may_know || !hears(hook, told.scope)) continue;
      listener.pending.emplace_back(number, told);
      model.last_event = number;
      if (now_.value - hook.last_event_at.value >= kDay) hook.last_event_at = now_;
    }
  }
}

void World::create_hook(const Actor& actor) {
  const app::WriteHook command{{}, pick_hook(*bytes_)};
  Hook hook;
  hook.id = HookId{actor.model.last_hook + 1};
  hook.client_id = actor.app.client_id;
  std::optional<Code> expected = Code::validation;
  if (is_fine(command.input, true)) {
    hook.created_at = hook.last_event_at = now_;
    apply(command.input, now_, hook);
    hook.updated_at = now_;
    expected = obstacle(actor.model, hook);
  }
  const auto made =
      write([&](store::Tx& tx) { return app::create_hook(tx, actor.context, command); });
  check_code(made, expected);
  if (!made) return;
  check_hook(*made, hook);
  actor.model.hooks[++actor.model.last_hook].hook = hook;
}

void World::update_hook(const Actor& actor) {
  app::WriteHook command{HookId{pick_id(*bytes_, actor.model)}, {}};
  command.input = pick_hook(*bytes_);
  std::optional<Code> expected = Code::not_found;
  Hook changed;
  const bool own = is_own(actor.model, actor.app, command.id.value);
  if (own) {
    expected = Code::validation;
    const Hook& stored = actor.model.hooks.at(command.id.value).hook;
    changed = stored;
    if (is_fine(command.input, false)) {
      apply(command.input, now_, changed);
      const bool moved = changed.scope != stored.scope || changed.destination != stored.destination;
      expected = moved ? obstacle(actor.model, changed) : std::nullopt;
    }
  }
  const auto done =
      write([&](store::Tx& tx) { return app::update_hook(tx, actor.context, command); });
  check_code(done, expected);
  if (!done) return;
  check_hook(*done, changed);
  Listener& listener = actor.model.hooks.at(command.id.value);
  // WH-84.
  if (listener.hook.destination != changed.destination || !changed.is_active)
    listener.pending.clear();
  listener.hook = changed;
}

void World::delete_hook(const Actor& actor) {
  const app::HookById command{HookId{pick_id(*bytes_, actor.model)}};
  const bool own = is_own(actor.model, actor.app, command.id.value);
  const auto deleted =
      write([&](store::Tx& tx) { return app::delete_hook(tx, actor.context, command); });
  check_code(deleted, own ? std::nullopt : std::optional(Code::not_found));
  if (!deleted) return;
  check_hook(*deleted, actor.model.hooks.at(command.id.value).hook);
  actor.model.hooks.erase(command.id.value);
}

// Of its client alone, in the order of the ids (WH-11).
void World::list_hooks(const Actor& actor) {
  app::ListHooks query;
  const unsigned options = bytes_->byte();
  if ((options & 1U) != 0) query.filter.is_active = (options & 2U) != 0;
  if ((options & 4U) != 0) query.filter.scope = kScopes[bytes_->below(4)];
  query.page.limit = 1 + static_cast<int>((options >> 4U) & 3U);
  query.page.page = 1 + ((options >> 6U) & 1U);
  std::vector<const Hook*> all;
  for (const auto& [id, listener] : actor.model.hooks) {
    const Hook& hook = listener.hook;
    if (hook.client_id != actor.app.client_id) continue;
    if (query.filter.is_active && hook.is_active != *query.filter.is_active) continue;
    if (query.filter.scope && hook.scope != *query.filter.scope) continue;
    all.push_back(&hook);
  }
  const auto listed =
      read([&](store::Tx& tx) { return app::list_hooks(tx, actor.context, query); });
  FS_CHECK(listed);
  const auto from = std::min(static_cast<std::size_t>(offset_of(query.page)), all.size());
  const auto to = std::min(from + static_cast<std::size_t>(query.page.limit), all.size());
  FS_CHECK(listed->page.rows.size() == to - from);
  for (std::size_t i = from; i < to; ++i) check_hook(listed->page.rows[i - from], *all[i]);
  FS_CHECK(listed->page.facts.total == static_cast<std::int64_t>(all.size()));
}

void World::check_hooks(StoreId store_id, const StoreModel& model) {
  FS_CHECK(read([&](store::Tx& tx) -> Status {
    FS_TRY(const auto stored, tx.hooks().of_store(store_id));
    FS_CHECK(stored.size() == model.hooks.size());
    auto next = stored.begin();
    for (const auto& [id, listener] : model.hooks) {
      check_hook(*next++, listener.hook);
      FS_TRY(const auto rows, tx.outbox().of_hook(store_id, HookId{id}));
      for (std::size_t i = 0; i < std::max(rows.size(), listener.pending.size()); ++i) {
        const auto got = i < rows.size() ? std::to_string(rows[i].event_id) + " " + rows[i].scope +
                                               " " + rows[i].resource + " " + rows[i].data
                                         : "nothing";
        std::string expected = "nothing";
        if (i < listener.pending.size()) {
          const auto& [number, told] = listener.pending[i];
          expected =
              std::to_string(number) + " " + told.scope + " " + told.resource + " " + told.data;
        }
        if (got != expected) disagree("event", expected, got);
      }
    }
    return {};
  }));
}

}  // namespace fieldstone::fuzz
