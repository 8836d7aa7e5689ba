// fieldstone hooks send|names: events by hand.
#include <boost/json/parse.hpp>
#include <iostream>

#include "api/wire/json_write.hpp"
#include "app/events.hpp"
#include "base/clock.hpp"
#include "base/json_text.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "core/event_names.hpp"
#include "core/hook.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string database = kDefaultDatabase;
  std::string scope;
  std::string data;
  std::string resource = "hand";
};

// The data to send, on one line as all payloads are.
Result<std::string> data_of(const Options& options, const EventName& name) {
  if (options.data.empty()) return std::string(name.sample_data);
  boost::system::error_code broken;
  const auto json = boost::json::parse(options.data, broken);
  if (broken || !(json.is_object() || json.is_array())) {
    return fail(Code::validation, {}, "--data takes one JSON object or array");
  }
  return compact_json(options.data);
}

int send(const Options& options) {
  Event event;
  event.scope = current_event_name(plain_scope(options.scope));
  const EventName* name = find_event_name(event.scope);
  if (name == nullptr) {
    return complain({Code::validation,
                     {},
                     options.scope + " is no published event; see: fieldstone hooks names",
                     {}});
  }
  auto data = data_of(options, *name);
  if (!data) return complain(data.error());
  event.data = *std::move(data);
  event.resource = options.resource;
  event.created_at = to_seconds(SystemClock().now());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto told = (*store)->write_blocking([&](store::Tx& tx) -> Result<std::size_t> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return app::raise_event(tx, store_id, event);
  });
  if (!told) return complain(told.error());
  std::cout << "raised " << event.scope << ": " << *told
            << (*told == 1 ? " hook hears" : " hooks hear") << " of it\n";
  return kOk;
}

int names() {
  for (const EventName& name : event_names()) {
    api::JsonWriter json;
    json.begin_object().key("scope").string(name.pattern);
    json.key("raised").boolean(name.raised == Raised::here);
    json.key("data").raw(name.sample_data).end_object();
    std::cout << json.take() << '\n';
  }
  return kOk;
}

}  // namespace

void add_hook_events(CLI::App& group, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* send_app = group.add_subcommand(
      "send", "Raise an event by hand; it reaches the hooks that are active and hear of it");
  add_store_option(*send_app, options->store_hash);
  add_database_option(*send_app, options->database);
  send_app->add_option("--scope", options->scope, "Its name, such as store/order/created")
      ->required();
  send_app->add_option("--data", options->data,
                       "The payload's data, as JSON; without it a sample in the published shape");
  send_app
      ->add_option("--resource", options->resource,
                   "What it is about, such as order/17: events of one resource keep their order")
      ->capture_default_str();
  send_app->callback([options, &chosen] { chosen = [options] { return send(*options); }; });

  group
      .add_subcommand("names",
                      "List the published names of events, one JSON object a line: whether "
                      "something raises it here, and a sample of its data")
      ->callback([&chosen] { chosen = [] { return names(); }; });
}

}  // namespace fieldstone::cli
