#include "cli/deliveries.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <limits>

#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/key_file.hpp"
#include "config/parse.hpp"

namespace fieldstone::cli {
namespace {

using webhooks::AttemptEnd;
using webhooks::Figures;

Result<webhooks::DispatcherOptions> make_options(const DeliveryOptions& options,
                                                 bool private_destinations) {
  webhooks::DispatcherOptions made;
  FS_TRY(made.client.timeout, config::parse_seconds(options.timeout));
  made.client.connect_timeout = std::min(made.client.connect_timeout, made.client.timeout);
  made.client.ca_file = options.ca_file;
  if (private_destinations) made.client.private_destinations = http::PrivateDestinations::allowed;
  FS_TRY(auto retries, config::parse_seconds_list(options.retries));
  made.retries = webhooks::RetrySchedule(std::move(retries));
  made.log_days = options.log_days;
  made.domain_blocks = options.domain_blocks;
  return made;
}

http::HistogramFigures durations(const Figures& figures) {
  http::HistogramFigures made;
  for (std::size_t i = 0; i <= Figures::kBoundsMicroseconds.size(); ++i) {
    made.count += figures.in_bucket(i);
    const double bound = i < Figures::kBoundsMicroseconds.size()
                             ? static_cast<double>(Figures::kBoundsMicroseconds[i]) / 1e6
                             : std::numeric_limits<double>::infinity();
    made.buckets.push_back({bound, made.count});
  }
  made.sum = figures.seconds();
  return made;
}

Result<store::Backlog> backlog(store::Store& store) {
  return store.read_blocking([](store::Tx& tx) { return tx.deliveries().backlog(); });
}

void add_backlog(http::Metrics& metrics, store::Store& store, const Clock& clock) {
  metrics.add_gauge("fieldstone_webhook_backlog",
                    "Events that wait for a delivery, of all processes; counted to a million.",
                    [&store] {
                      const auto waiting = backlog(store);
                      return waiting ? static_cast<double>(waiting->events) : -1;
                    });
  metrics.add_gauge(
      "fieldstone_webhook_oldest_event_seconds",
      "Age of the oldest event that waits for a delivery; 0: none waits.", [&store, &clock] {
        const auto waiting = backlog(store);
        if (!waiting || waiting->oldest.value == 0) return 0.0;
        const auto now = to_seconds(clock.now()).value;
        return static_cast<double>(std::max<std::int64_t>(0, now - waiting->oldest.value));
      });
}

std::vector<api::BlockedReason> reasons_of(const std::string& text) {
  std::vector<api::BlockedReason> reasons;
  boost::system::error_code broken;
  const auto json = boost::json::parse(text, broken);
  if (broken || !json.is_array()) return reasons;
  for (const auto& item : json.get_array()) {
    const auto& reason = item.as_object();
    reasons.push_back({std::string(reason.at("failure_description").as_string()),
                       reason.at("count").as_int64(), TimeS{reason.at("timestamp").as_int64()}});
  }
  return reasons;
}

}  // namespace

void add_delivery_options(CLI::App& command, DeliveryOptions& options) {
  add_choice(command, "--webhooks", options.on, Choices<bool>{{"on", true}, {"off", false}},
             "Whether this process delivers events to hooks; they are recorded either way", "on");
  command
      .add_option("--webhook-timeout", options.timeout,
                  "Seconds that a hook's destination may take to answer")
      ->capture_default_str();
  command
      .add_option("--webhook-retries", options.retries,
                  "Seconds to wait after each failed attempt of a delivery; after the last one its "
                  "hook is deactivated")
      ->capture_default_str();
  add_choice(command, "--webhook-blocks", options.domain_blocks,
             Choices<bool>{{"on", true}, {"off", false}},
             "Whether a domain that fails too often gets nothing for three minutes", "on");
  command
      .add_option("--webhook-log-days", options.log_days,
                  "Days that attempts are kept for `fieldstone hooks deliveries`; 0: not at all")
      ->check(CLI::Range(0, 3650))
      ->capture_default_str();
  command
      .add_option("--webhook-ca", options.ca_file,
                  "Certificates (PEM) that are trusted for deliveries beside the system's")
      ->type_name(kFileType);
}

Result<std::unique_ptr<Deliveries>> Deliveries::make(Parts parts, const DeliveryOptions& options,
                                                     bool private_destinations) {
  FS_TRY(auto made, make_options(options, private_destinations));
  std::unique_ptr<Deliveries> deliveries(new Deliveries(std::move(parts)));
  const auto open =
      [path = deliveries->parts_.key_file](std::string_view sealed) -> Result<std::string> {
    FS_TRY(const auto key, read_key_file(path));
    if (!key) return fail(Code::unavailable, {}, "the key file " + path + " is missing");
    return auth::open_sealed(*key, sealed);
  };
  FS_TRY(deliveries->dispatcher_,
         webhooks::Dispatcher::make(
             {deliveries->parts_.store, deliveries->clock_, deliveries->parts_.logger, open},
             std::move(made)));
  return deliveries;
}

void Deliveries::start() {
  parts_.store.set_listener(dispatcher_.get());
  dispatcher_->start();
}

void Deliveries::add_metrics(http::Metrics& metrics) const {
  const Figures& figures = dispatcher_->figures();
  add_backlog(metrics, parts_.store, clock_);
  std::vector<http::Metrics::Labelled> ends;
  ends.reserve(webhooks::kAttemptEnds.size());
  for (std::size_t i = 0; i < webhooks::kAttemptEnds.size(); ++i) {
    ends.push_back({std::string(webhooks::kAttemptEnds[i]), [&figures, i] {
                      return static_cast<double>(figures.count(static_cast<AttemptEnd>(i)));
                    }});
  }
  metrics.add_counters("fieldstone_webhook_attempts_total",
                       "Attempts of this process to deliver an event, by how they ended.",
                       "outcome", std::move(ends));
  metrics.add_histogram("fieldstone_webhook_attempt_duration_seconds",
                        "From the start of an attempt to the end of its answer.",
                        [&figures] { return durations(figures); });
  const auto add_gauge = [&metrics](const char* name, const char* help,
                                    const Figures::Count& count) {
    metrics.add_gauge(name, help, [&count] { return static_cast<double>(count.load()); });
  };
  add_gauge("fieldstone_webhook_running_attempts", "Attempts under way.", figures.running);
  add_gauge("fieldstone_webhook_hooks", "Hooks whose events this process delivers.",
            figures.leased);
  add_gauge("fieldstone_webhook_blocked_domains", "Domains that are blocked for a client.",
            figures.blocked_domains);
  metrics.add_counter("fieldstone_webhook_deactivated_total",
                      "Hooks deactivated because their retries were exhausted.",
                      [&figures] { return static_cast<double>(figures.deactivated.load()); });
}

std::vector<api::BlockedDomain> Deliveries::of_client(StoreId store_id,
                                                      std::string_view client_id) const {
  std::vector<api::BlockedDomain> domains;
  const TimeMs now = clock_.now();
  for (const store::BlockedDomain& blocked : dispatcher_->blocked_of(store_id.value, client_id)) {
    if (blocked.until <= now) continue;
    domains.push_back({blocked.domain, (blocked.until.value - now.value + 999) / 1000,
                       reasons_of(blocked.reasons)});
  }
  return domains;
}

}  // namespace fieldstone::cli
