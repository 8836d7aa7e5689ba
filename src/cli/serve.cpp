// fieldstone serve
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>
#include <optional>
#include <thread>

#include "api/gate/dispatch.hpp"
#include "app/records/births.hpp"
#include "auth/token.hpp"
#include "base/clock.hpp"
#include "base/descriptors.hpp"
#include "base/heap.hpp"
#include "base/log.hpp"
#include "base/printable_address.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/deliveries.hpp"
#include "cli/fixed_clock.hpp"
#include "cli/key_file.hpp"
#include "cli/monitor.hpp"
#include "cli/process_metrics.hpp"
#include "config/parse.hpp"
#include "http/access_log.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string read_replica;
  std::string listen = "127.0.0.1:8080";
  std::string metrics_listen;
  http::TlsFiles tls;
  unsigned threads = 0;
  std::uint32_t max_connections = http::ServerLimits{}.max_connections;
  std::string rate_limit;
  std::string login_limit_per_email = "10/60s";
  std::string login_limit_per_store = "300/60s";
  app::RequireParent require_parent = app::RequireParent::hosted;
  Answers answers = Answers::documented;
  int batch_max = kDefaultBatchItems;
  std::uint64_t memory_mb = 0;
  bool private_destinations = false;
  DeliveryOptions deliveries;
  std::string key_file;
  log::Level log_level = log::Level::info;
  log::Format log_format = log::Format::text;
  bool access_log = true;
  std::optional<TimeMs> fixed_time;
};

Result<api::DispatchOptions> make_dispatch_options(const Options& options) {
  api::DispatchOptions made;
  made.settings = {options.require_parent, options.answers, options.batch_max,
                   HookRules{options.private_destinations}, types::metafield_parents()};
  if (!options.rate_limit.empty()) {
    FS_TRY(const auto rate, config::parse_rate(options.rate_limit));
    made.rate_limit = api::RateLimit{rate.quota, rate.window};
  }
  FS_TRY(const auto per_email, config::parse_rate(options.login_limit_per_email));
  FS_TRY(const auto per_store, config::parse_rate(options.login_limit_per_store));
  made.logins = {{per_email.quota, per_email.window}, {per_store.quota, per_store.window}};
  return made;
}

Result<http::ServerOptions> make_server_options(const std::string& listen, unsigned threads) {
  FS_TRY(const auto where, config::parse_listen(listen));
  http::ServerOptions made;
  made.address = where.address;
  made.port = where.port;
  made.threads = threads;
  return made;
}

std::vector<http::RouteLabel> route_labels(const api::Dispatcher& dispatcher) {
  std::vector<http::RouteLabel> labels;
  labels.reserve(dispatcher.endpoints().size());
  for (std::size_t i = 0; i < dispatcher.endpoints().size(); ++i) {
    labels.push_back({dispatcher.route_template(i),
                      std::string(http::verb_name(dispatcher.endpoints()[i].verb))});
  }
  return labels;
}

std::string describe_stores(const std::vector<store::StoreRecord>& stores, const Options& options) {
  if (stores.empty())
    return "none yet; create one with: fieldstone store create HASH --database " +
           printable_address(options.database);
  constexpr std::size_t kShown = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(stores.size(), kShown); ++i)
    text += (i == 0 ? "" : ", ") + stores[i].hash;
  if (stores.size() > kShown) text += " and " + std::to_string(stores.size() - kShown) + " more";
  return text;
}

// Signals are taken by sigwait on the main thread; every thread inherits the mask.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// A quarter of the machine's, and enough for some of the largest requests.
MemoryBudget memory_of(const Options& options) {
  constexpr std::uint64_t kMegabyte = 1024 * 1024;
  if (options.memory_mb > 0) return MemoryBudget(options.memory_mb * kMegabyte);
  const auto pages = static_cast<std::uint64_t>(std::max(0L, sysconf(_SC_PHYS_PAGES)));
  const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return MemoryBudget(std::clamp(pages * page_bytes / 4, 512 * kMegabyte, 4096 * kMegabyte));
}

// Descriptors for databases, logs, deliveries and commands of the system; and those of a thread
// with its loop, its listening socket and its connection to the database.
constexpr unsigned kOwnDescriptors = 256;
constexpr unsigned kDescriptorsOfThread = 16;

// Everything that serves, in the order in which it is built; taken down in the opposite one.
class Service {
 public:
  explicit Service(const Options& options)
      : options_(options),
        memory_(memory_of(options)),
        logger_(log::make_stderr_logger(options.log_level, options.log_format)),
        clock_(make_clock(options.fixed_time)),
        threads_(options.threads > 0 ? options.threads
                                     : std::max(1U, std::thread::hardware_concurrency())),
        access_log_(*logger_, options.access_log ? http::AccessLog::Requests::logged
                                                 : http::AccessLog::Requests::unlogged) {}
  ~Service() { stop(); }

  Status start() {
    FS_TRY(auto dispatch_options, make_dispatch_options(options_));
    FS_TRY(auto server_options, make_server_options(options_.listen, threads_));
    server_options.memory = &memory_;
    dispatch_options.memory = &memory_;
    server_options.limits.max_connections = affordable_connections();
    if (!options_.tls.certificate.empty()) server_options.tls = options_.tls;
    FS_TRY(store_, open_database(options_.database, store::Opening::upgrade, *logger_,
                                 options_.read_replica));
    FS_TRY_STATUS(app::records::bear_everywhere(*store_, types::record_types()));
    FS_TRY(dispatch_options.seal, take_key());
    FS_TRY_STATUS(make_deliveries());
    dispatch_options.blocked_domains = deliveries_.get();
    dispatcher_ = std::make_unique<api::Dispatcher>(*store_, *logger_, dispatch_options);
    metrics_ = std::make_unique<http::Metrics>(route_labels(*dispatcher_), threads_);
    add_store_metrics(*metrics_, *store_);
    add_process_metrics(*metrics_, SystemClock().now());
    if (deliveries_) deliveries_->add_metrics(*metrics_);
    FS_TRY(server_, http::Server::listen(std::move(server_options), *dispatcher_,
                                         {metrics_.get(), &access_log_}, *clock_));
    metrics_->add_gauge("fieldstone_open_connections", "Connections of clients.",
                        [this] { return static_cast<double>(server_->open_connections()); });
    metrics_->add_gauge("fieldstone_large_requests_bytes",
                        "Memory that large bodies and answers have of --memory.",
                        [this] { return static_cast<double>(memory_.used()); });
    FS_TRY_STATUS(start_monitor());
    if (deliveries_) deliveries_->start();
    server_->start();
    return announce();
  }

  // SIGHUP: a renewed certificate is taken, a broken one is complained about and changes nothing.
  void reload() {
    if (options_.tls.certificate.empty()) {
      logger_->info("nothing to reload", {{"signal", "SIGHUP"}});
    } else if (const auto status = server_->reload_tls(); !status) {
      logger_->error("kept the old certificate", {{"reason", status.error().message}});
    } else {
      logger_->info("reloaded the certificate", {{"file", options_.tls.certificate}});
    }
  }

  void stop() {
    if (monitor_) monitor_->set_draining();
    if (deliveries_) deliveries_->begin_stop();
    if (server_) server_->stop();
    if (monitor_server_) monitor_server_->stop();
    if (deliveries_) deliveries_->stop();
    store_.reset();  // finishes what is queued while the servers' loops still exist
  }

  log::Logger& logger() { return *logger_; }

 private:
  // As many as were asked for, or as descriptors suffice for: beyond them a client is answered 503,
  // and none takes the descriptor that the database needs.
  std::uint32_t affordable_connections() {
    const std::uint64_t own = kOwnDescriptors + std::uint64_t{kDescriptorsOfThread} * threads_;
    const std::uint64_t wanted = own + options_.max_connections;
    const std::uint64_t limit = raise_descriptor_limit(wanted);
    if (limit >= wanted) return options_.max_connections;
    const std::uint64_t left = limit > own ? limit - own : 1;
    logger_->warn("too few file descriptors for --max-connections",
                  {{"wanted", wanted},
                   {"limit", limit},
                   {"max_connections", left},
                   {"remedy", "raise the hard limit (ulimit -Hn, LimitNOFILE)"}});
    return static_cast<std::uint32_t>(left);
  }

  // Without the key the API works on; deliveries can't be signed (WH-44).
  Result<api::Seal> take_key() {
    FS_TRY(const auto path, key_file_path(options_.key_file, options_.database));
    FS_TRY(const auto key, read_key_file(path));
    if (!key) {
      FS_TRY(const bool needed, has_sealed_secrets());
      if (needed) {
        logger_->error("the key file is missing: deliveries to hooks can't be signed",
                       {{"file", path}, {"remedy", "bring it back or name it with --key-file"}});
      }
    }
    return [this, path](std::string_view secret) { return seal(path, secret); };
  }

  // No other key takes the place of a lost one: two would lie in one database.
  Result<std::string> seal(const std::string& path, std::string_view secret) {
    auth::SodiumRandom random;
    FS_TRY(auto key, read_key_file(path));
    if (!key) {
      FS_TRY(const bool needed, has_sealed_secrets());
      if (needed) return fail(Code::unavailable, "WH-44", "the key file " + path + " is missing");
      FS_TRY(key, read_or_make_key_file(path, random));
    }
    return auth::seal(*key, random, secret);
  }

  Result<bool> has_sealed_secrets() {
    return store_->read_blocking([](store::Tx& tx) { return tx.accounts().any_sealed_secret(); });
  }

  Status make_deliveries() {
    if (!options_.deliveries.on) return {};
    FS_TRY(const auto key_file, key_file_path(options_.key_file, options_.database));
    FS_TRY(deliveries_, Deliveries::make({*store_, *logger_, key_file}, options_.deliveries,
                                         options_.private_destinations));
    return {};
  }

  Status start_monitor() {
    monitor_ = std::make_unique<Monitor>(*store_, *metrics_);
    if (options_.metrics_listen.empty()) return {};
    FS_TRY(auto options, make_server_options(options_.metrics_listen, 1));
    FS_TRY(monitor_server_, http::Server::listen(std::move(options), *monitor_, {}, *clock_));
    monitor_server_->start();
    return {};
  }

  Status announce() {
    FS_TRY(const auto stores,
           store_->read_blocking([](store::Tx& tx) { return tx.accounts().list_stores(); }));
    logger_->info("started", {{"version", FS_VERSION},
                              {"address", server_->url()},
                              {"database", printable_address(options_.database)},
                              {"stores", static_cast<std::int64_t>(stores.size())},
                              {"threads", static_cast<std::int64_t>(threads_)}});
    if (options_.log_format == log::Format::text) {
      std::cerr << "Fieldstone " << FS_VERSION << "\n  address   " << server_->url()
                << "\n  database  " << printable_address(options_.database) << "\n  stores    "
                << describe_stores(stores, options_) << '\n';
    }
    if (monitor_server_) std::cout << "metrics on " << monitor_server_->url() << '\n';
    // Stable: scripts wait for this line.
    std::cout << "listening on " << server_->url() << std::endl;
    std::cout.clear();  // whoever started it may not listen: that is no failure of the server
    return {};
  }

  Options options_;
  MemoryBudget memory_;
  std::unique_ptr<log::Logger> logger_;
  std::unique_ptr<Clock> clock_;
  unsigned threads_;
  http::AccessLog access_log_;
  std::unique_ptr<http::Server> server_;  // outlives the store: see Server::listen
  std::unique_ptr<http::Server> monitor_server_;
  std::unique_ptr<Deliveries> deliveries_;  // outlives the store, whose units end in its loop
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<api::Dispatcher> dispatcher_;
  std::unique_ptr<http::Metrics> metrics_;
  std::unique_ptr<Monitor> monitor_;
};

int serve(const Options& options) {
  give_back_large_blocks();
  const sigset_t signals = block_signals();
  Service service(options);
  if (auto status = service.start(); !status) return complain(status.error());
  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) service.reload();
  service.logger().info("draining", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  service.stop();
  service.logger().info("stopped");
  return kOk;
}

void add_tls_options(CLI::App& command, Options& options) {
  CLI::Option* certificate =
      command
          .add_option("--tls-cert", options.tls.certificate,
                      "Serve HTTPS with this certificate chain (PEM); SIGHUP reads it again")
          ->type_name(kFileType);
  CLI::Option* key =
      command.add_option("--tls-key", options.tls.key, "The certificate's unencrypted key (PEM)")
          ->type_name(kFileType);
  certificate->needs(key);
  key->needs(certificate);
}

void add_api_options(CLI::App& command, Options& options) {
  command.add_option("--rate-limit", options.rate_limit,
                     "Requests per store and window, such as 150/30s; none unless given");
  command
      .add_option("--login-limit-per-email", options.login_limit_per_email,
                  "Calls of validate-credentials per store, e-mail and window")
      ->capture_default_str();
  command
      .add_option("--login-limit-per-store", options.login_limit_per_store,
                  "Calls of validate-credentials per store and window")
      ->capture_default_str();
  add_choice(command, "--require-parent", options.require_parent, kRequireParents,
             "Which parents must exist for a metafield: those that are hosted here (hosted), these "
             "or those "
             "that `fieldstone resource add` names (registered), or none (off)",
             "hosted");
  add_choice(command, "--answers", options.answers, kAnswers,
             "The form of answers where the reference (documented) and what clients in use expect "
             "(observed) differ; an account may have its own",
             "documented");
  command.add_option("--batch-max", options.batch_max, "Most items of a metafield batch")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  add_fixed_time_options(command, options.fixed_time);
}

void add_hook_options(CLI::App& command, Options& options) {
  command.add_flag("--allow-private-destinations", options.private_destinations,
                   "Let hooks post to private addresses, over plain HTTP and to any port");
  add_delivery_options(command, options.deliveries);
  add_key_file_option(command, options.key_file);
}

void add_log_options(CLI::App& command, Options& options) {
  add_choice(command, "--log-level", options.log_level,
             Choices<log::Level>{{"debug", log::Level::debug},
                                 {"info", log::Level::info},
                                 {"warn", log::Level::warn},
                                 {"error", log::Level::error},
                                 {"off", log::Level::off}},
             "The least that is logged", "info");
  add_choice(command, "--log-format", options.log_format,
             Choices<log::Format>{{"text", log::Format::text}, {"json", log::Format::json}},
             "Lines of key=value (text) or of JSON", "text");
  command
      .add_option("--access-log", options.access_log,
                  "One line on stderr for each request: true or false")
      ->capture_default_str();
}

}  // namespace

void add_serve(CLI::App& app, Chosen& chosen) {
  CLI::App* command =
      app.add_subcommand("serve", "Serve the API until SIGTERM or SIGINT, then drain and exit 0");
  auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_option("--read-replica", options->read_replica,
                      "A streaming replica of the PostgreSQL database: reads go there once it has "
                      "all that was acknowledged before");
  command->add_option("--listen", options->listen, "HOST:PORT; port 0 picks a free one")
      ->capture_default_str();
  command->add_option("--metrics-listen", options->metrics_listen,
                      "HOST:PORT for /healthz, /readyz and /metrics; none unless given");
  command->add_option("--threads", options->threads, "I/O threads; 0: one per core")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command
      ->add_option("--max-connections", options->max_connections,
                   "Connections served at a time; more get 503")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--memory", options->memory_mb,
                   "Megabytes that large bodies and answers may take together, beyond: 503; 0: a "
                   "quarter of the machine's, 512 to 4096")
      ->check(CLI::Range(0, 1'048'576))
      ->capture_default_str();
  add_tls_options(*command, *options);
  add_api_options(*command, *options);
  add_hook_options(*command, *options);
  add_log_options(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return serve(*options); }; });
}

}  // namespace fieldstone::cli
