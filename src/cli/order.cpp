// fieldstone order gateway|answer|message: what happens to orders outside of the API (ORD-76,
// ORD-91 … ORD-94).
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "types/orders/order_message.hpp"
#include "types/orders/test_gateway.hpp"

namespace fieldstone::cli {
namespace {

using types::GatewayReply;
using types::GatewayStep;

const Choices<GatewayStep> kSteps{{"authorize", GatewayStep::authorize},
                                  {"capture", GatewayStep::capture},
                                  {"void", GatewayStep::cancel},
                                  {"refund", GatewayStep::refund}};
const Choices<GatewayReply> kReplies{{"accept", GatewayReply::accept},
                                     {"decline", GatewayReply::decline},
                                     {"wait", GatewayReply::wait}};
const Choices<GatewayReply> kFinal{{"accept", GatewayReply::accept},
                                   {"decline", GatewayReply::decline}};
const Choices<bool> kSenders{{"customer", false}, {"admin", true}};

struct Options {
  std::string store_hash;
  std::string database = kDefaultDatabase;
  std::int64_t order_id = 0;
  GatewayStep step = GatewayStep::capture;
  GatewayReply reply = GatewayReply::accept;
  bool from_staff = false;
  std::string subject;
  std::string text;
};

// Runs one unit of work as nobody in particular, in the store that the options name.
template <class Work>
auto change(const Options& options, const Work& work)
    -> decltype(work(std::declval<store::Tx&>(), std::declval<const app::Context&>())) {
  log::NullLogger logger;
  FS_TRY(const auto store, open_database(options.database, store::Opening::write, logger));
  const TimeS now = to_seconds(SystemClock().now());
  return store->write_blocking(
      [&](store::Tx& tx) -> decltype(work(tx, std::declval<const app::Context&>())) {
        FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
        const auth::Principal nobody{store_id, options.store_hash, {}, {}};
        const app::Settings settings;
        return work(tx, app::Context{nobody, settings, now});
      });
}

int show_rules(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  using Lines = std::vector<std::string>;
  const auto lines = (*store)->read_blocking([&](store::Tx& tx) -> Result<Lines> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    Lines all;
    for (const auto& [word, step] : kSteps) {
      FS_TRY(const auto reply, types::ask_gateway(tx, store_id, step));
      all.push_back(word + '\t' + std::string(types::name_of(reply)));
    }
    return all;
  });
  if (!lines) return complain(lines.error());
  for (const std::string& line : *lines) std::cout << line << '\n';
  return kOk;
}

int set_rule(const Options& options) {
  const auto set = change(options, [&](store::Tx& tx, const app::Context& context) -> Status {
    return types::set_gateway_rule(tx, context.caller.store_id, options.step, options.reply);
  });
  if (!set) return complain(set.error());
  std::cout << "the test gateway says " << types::name_of(options.reply) << " to "
            << types::name_of(options.step) << '\n';
  return kOk;
}

int answer(const Options& options) {
  const auto done = change(options, [&](store::Tx& tx, const app::Context& context) -> Status {
    return types::answer_payment(tx, context, {options.order_id, options.reply});
  });
  if (!done) return complain(done.error());
  std::cout << "answered the payment of order " << options.order_id << ": "
            << types::name_of(options.reply) << '\n';
  return kOk;
}

int write_message(const Options& options) {
  const auto id =
      change(options, [&](store::Tx& tx, const app::Context& context) -> Result<std::int64_t> {
        return types::add_message(
            tx, context, {options.order_id, options.from_staff, options.subject, options.text});
      });
  if (!id) return complain(id.error());
  std::cout << "added message " << *id << " to order " << options.order_id << '\n';
  return kOk;
}

}  // namespace

void add_order(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("order", "Play the outside parties of orders: payments, messages");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_command = [&](const std::string& name, const std::string& help,
                               int (*run)(const Options&)) {
    return add_store_command(*group, options, chosen, name, help, run);
  };
  const auto add_order_id = [&](CLI::App& command) {
    command.add_option("--order", options->order_id, "Id of the order")->required();
  };
  add_command("rules", "List what the test gateway says to each step of a payment", &show_rules);
  CLI::App* rule = add_command("rule", "Set what the test gateway says from now on", &set_rule);
  add_choice(*rule, "--step", options->step, kSteps,
             "Step of a payment: authorize, capture, void or refund", "capture")
      ->required();
  add_choice(*rule, "--reply", options->reply, kReplies, "What it says: accept, decline or wait",
             "accept")
      ->required();
  CLI::App* answering =
      add_command("answer", "Answer the payment that an order waits for", &answer);
  add_order_id(*answering);
  add_choice(*answering, "--reply", options->reply, kFinal, "accept or decline", "accept");
  CLI::App* message = add_command("message", "Write a message about an order", &write_message);
  add_order_id(*message);
  add_choice(*message, "--from", options->from_staff, kSenders, "Who writes: customer or admin",
             "customer");
  message->add_option("--subject", options->subject, "What it is about")->required();
  message->add_option("--text", options->text, "What it says")->required();
}

}  // namespace fieldstone::cli
