// fieldstone hooks list|deliveries|redeliver|prune; send and names: hook_events.cpp
#include <algorithm>
#include <iostream>
#include <limits>

#include "api/wire/json_write.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string database = kDefaultDatabase;
  std::int64_t hook = 0;
  std::int64_t event = 0;
  std::int64_t attempt = 0;
  bool failed = false;
  std::int64_t limit = 100;
  int days = 7;
};

// Opens the database and answers what `work(Store&, StoreId)` answers.
template <class Work>
int with_store(const Options& options, store::Opening opening, Work work) {
  log::NullLogger logger;
  auto opened = open_database(options.database, opening, logger);
  if (!opened) return complain(opened.error());
  const auto store_id =
      (*opened)->read_blocking([&](store::Tx& tx) { return find_store(tx, options.store_hash); });
  if (!store_id) return complain(store_id.error());
  return work(**opened, *store_id);
}

std::string_view status_of(const Hook& hook) {
  if (hook.deactivated) return "deactivated";
  return hook.is_active ? "active" : "inactive";
}

void print(const Hook& hook, std::int64_t pending) {
  api::JsonWriter json;
  json.begin_object().key("id").integer(hook.id.value).key("client_id").string(hook.client_id);
  json.key("scope").string(hook.scope).key("destination").string(hook.destination);
  json.key("status").string(status_of(hook)).key("pending").integer(pending);
  json.key("created_at").integer(hook.created_at.value).end_object();
  std::cout << json.take() << '\n';
}

int list(const Options& options) {
  return with_store(options, store::Opening::read, [](store::Store& store, StoreId store_id) {
    using Rows = std::vector<std::pair<Hook, std::int64_t>>;
    const auto rows = store.read_blocking([&](store::Tx& tx) -> Result<Rows> {
      FS_TRY(const auto hooks, tx.hooks().of_store(store_id));
      Rows found;
      for (const Hook& hook : hooks) {
        FS_TRY(const auto pending, tx.deliveries().pending({store_id.value, hook.id.value}));
        found.emplace_back(hook, pending);
      }
      return found;
    });
    if (!rows) return complain(rows.error());
    for (const auto& [hook, pending] : *rows) print(hook, pending);
    return kOk;
  });
}

void print(const store::HookAttempt& attempt) {
  api::JsonWriter json;
  json.begin_object().key("id").integer(attempt.id).key("hook_id").integer(attempt.hook_id);
  json.key("event_id").integer(attempt.event_id).key("scope").string(attempt.scope);
  json.key("resource").string(attempt.resource).key("data").raw(attempt.data);
  json.key("event_created_at").integer(attempt.event_created_at.value);
  json.key("attempt").integer(attempt.number);
  json.key("attempted_at_ms").integer(attempt.attempted_at.value);
  json.key("delivered").boolean(attempt.error.empty()).key("status").integer(attempt.status);
  json.key("error").string(attempt.error).key("latency_ms").integer(attempt.latency_ms);
  json.key("response").string(attempt.excerpt).end_object();
  std::cout << json.take() << '\n';
}

int deliveries(const Options& options) {
  return with_store(options, store::Opening::read, [&](store::Store& store, StoreId store_id) {
    store::AttemptFilter filter;
    if (options.hook > 0) filter.hook_id = options.hook;
    if (options.event > 0) filter.event_id = options.event;
    filter.failed_only = options.failed;
    filter.limit = options.limit;
    const auto attempts = store.read_blocking(
        [&](store::Tx& tx) { return tx.hook_attempts().list(store_id, filter); });
    if (!attempts) return complain(attempts.error());
    for (const store::HookAttempt& attempt : *attempts) print(attempt);
    return kOk;
  });
}

// The attempts that name what is to be sent again: one, or the latest of an event for each hook.
Result<std::vector<store::HookAttempt>> named(store::Tx& tx, const Options& options,
                                              StoreId store_id) {
  std::vector<store::HookAttempt> found;
  if (options.attempt > 0) {
    FS_TRY(auto attempt, tx.hook_attempts().find(store_id, options.attempt));
    if (attempt) found.push_back(*std::move(attempt));
  } else {
    store::AttemptFilter filter;
    filter.event_id = options.event;
    if (options.hook > 0) filter.hook_id = options.hook;
    filter.limit = 10'000;
    FS_TRY(const auto attempts, tx.hook_attempts().list(store_id, filter));
    for (const store::HookAttempt& attempt : attempts) {
      const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
        return other.hook_id == attempt.hook_id;
      });
      if (!known) found.push_back(attempt);
    }
  }
  if (!found.empty()) return found;
  return fail(Code::not_found, {},
              "no such attempt is in the log; see: fieldstone hooks deliveries --store " +
                  options.store_hash);
}

Status send_again(store::Tx& tx, StoreId store_id, const store::HookAttempt& attempt) {
  const store::HookKey key{store_id.value, attempt.hook_id};
  FS_TRY(const auto hook, tx.deliveries().find_hook(key));
  if (!hook) {
    return fail(Code::conflict, {},
                "hook " + std::to_string(attempt.hook_id) + " is not active any more");
  }
  store::PendingEvent row;
  row.event_id = attempt.event_id;
  row.scope = attempt.scope;
  row.resource = attempt.resource;
  row.data = attempt.data;
  row.created_at = attempt.event_created_at;
  FS_TRY_STATUS(tx.hook_fates().add_event(key, row));
  return tx.deliveries().request_reload(key);
}

int redeliver(const Options& options) {
  return with_store(options, store::Opening::write, [&](store::Store& store, StoreId store_id) {
    const auto sent = store.write_blocking([&](store::Tx& tx) -> Result<std::int64_t> {
      FS_TRY(const auto attempts, named(tx, options, store_id));
      for (const store::HookAttempt& attempt : attempts)
        FS_TRY_STATUS(send_again(tx, store_id, attempt));
      return static_cast<std::int64_t>(attempts.size());
    });
    if (!sent) return complain(sent.error());
    std::cout << "queued " << *sent << " to be delivered again\n";
    return kOk;
  });
}

int prune(const Options& options) {
  constexpr std::int64_t kDayMs = 86'400'000;
  constexpr std::int64_t kPiece = 1'000;
  return with_store(options, store::Opening::write, [&](store::Store& store, StoreId store_id) {
    const TimeMs before{SystemClock().now().value - options.days * kDayMs};
    std::int64_t total = 0;
    Result<std::int64_t> removed = kPiece;
    while (removed && *removed == kPiece) {
      removed = store.write_blocking(
          [&](store::Tx& tx) { return tx.hook_attempts().prune(store_id, before, kPiece); });
      if (removed) total += *removed;
    }
    if (!removed) return complain(removed.error());
    std::cout << "removed " << total << " attempts\n";
    return kOk;
  });
}

CLI::App* add_command(CLI::App& group, const std::string& name, const std::string& help,
                      Options& options) {
  CLI::App* command = group.add_subcommand(name, help);
  add_store_option(*command, options.store_hash);
  add_database_option(*command, options.database);
  return command;
}

CLI::Option* add_id(CLI::App& command, const char* flag, std::int64_t& target, const char* help) {
  return command.add_option(flag, target, help)
      ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()));
}

}  // namespace

void add_hooks(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("hooks", "Events by hand, and what became of deliveries to hooks");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();

  CLI::App* list_app =
      add_command(*group, "list", "List the hooks of a store, one JSON object a line", *options);
  list_app->callback([options, &chosen] { chosen = [options] { return list(*options); }; });

  CLI::App* log_app = add_command(
      *group, "deliveries", "List attempts, the newest first, one JSON object a line", *options);
  add_id(*log_app, "--hook", options->hook, "Only those to this hook");
  add_id(*log_app, "--event", options->event, "Only those of this event");
  log_app->add_flag("--failed", options->failed, "Only those that failed");
  add_id(*log_app, "--limit", options->limit, "At most so many")->capture_default_str();
  log_app->callback([options, &chosen] { chosen = [options] { return deliveries(*options); }; });

  CLI::App* again_app = add_command(
      *group, "redeliver", "Deliver an event again, with the hash that it had before", *options);
  CLI::Option* attempt =
      add_id(*again_app, "--attempt", options->attempt, "The event and hook of this attempt");
  CLI::Option* event =
      add_id(*again_app, "--event", options->event, "This event, to every hook it was sent to");
  add_id(*again_app, "--hook", options->hook, "With --event: to this hook only")->needs(event);
  attempt->excludes(event);
  again_app->callback([options, &chosen] {
    if (options->attempt == 0 && options->event == 0)
      throw CLI::RequiredError("--attempt or --event");
    chosen = [options] { return redeliver(*options); };
  });

  CLI::App* prune_app = add_command(*group, "prune", "Remove old attempts", *options);
  prune_app->add_option("--older-than", options->days, "Days")
      ->check(CLI::Range(0, 3650))
      ->capture_default_str();
  prune_app->callback([options, &chosen] { chosen = [options] { return prune(*options); }; });

  add_hook_events(*group, chosen);
}

}  // namespace fieldstone::cli
