#include "http/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <limits>

namespace fieldstone::http {
namespace {

constexpr std::array<int, 23> kStatuses{200, 204, 400, 401, 403, 404, 405, 406, 408, 409, 411, 413,
                                        414, 415, 422, 429, 431, 500, 501, 502, 503, 504, 0};
constexpr std::array<std::int64_t, 14> kBoundsMicroseconds{
    50,     100,    250,    500,     1'000,   2'500,     5'000,
    10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 10'000'000};
constexpr std::size_t kBuckets = kBoundsMicroseconds.size() + 1;  // and +Inf
constexpr std::array kVerbs{Verb::get,     Verb::head,  Verb::post,  Verb::put,  Verb::delete_,
                            Verb::options, Verb::patch, Verb::trace, Verb::other};

std::size_t status_slot(int status) {
  const auto found = std::find(kStatuses.begin(), kStatuses.end() - 1, status);
  return static_cast<std::size_t>(found - kStatuses.begin());  // the last one is for all others
}

std::size_t bucket_of(std::int64_t microseconds) {
  const auto found =
      std::lower_bound(kBoundsMicroseconds.begin(), kBoundsMicroseconds.end(), microseconds);
  return static_cast<std::size_t>(found - kBoundsMicroseconds.begin());
}

using Counter = std::atomic<std::uint64_t>;

// A shard has one writer: no other core waits for the line, so a plain load and store is enough.
void bump(Counter& counter, std::uint64_t by = 1) {
  counter.store(counter.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

struct RouteFigures {
  std::array<Counter, kStatuses.size()> by_status{};
  std::array<Counter, kBuckets> by_duration{};
  Counter microseconds = 0;
  Counter bytes = 0;
};

// The sums over all shards of one route.
struct RouteTotals {
  std::array<std::uint64_t, kStatuses.size()> by_status{};
  std::array<std::uint64_t, kBuckets> by_duration{};
  std::uint64_t microseconds = 0;
  std::uint64_t bytes = 0;

  void add(const RouteFigures& figures) {
    for (std::size_t i = 0; i < by_status.size(); ++i)
      by_status[i] += figures.by_status[i].load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < by_duration.size(); ++i) {
      by_duration[i] += figures.by_duration[i].load(std::memory_order_relaxed);
    }
    microseconds += figures.microseconds.load(std::memory_order_relaxed);
    bytes += figures.bytes.load(std::memory_order_relaxed);
  }
  std::uint64_t requests() const {
    std::uint64_t total = 0;
    for (const std::uint64_t count : by_status) total += count;
    return total;
  }
};

prometheus::MetricFamily family(std::string name, std::string help, prometheus::MetricType type) {
  prometheus::MetricFamily made;
  made.name = std::move(name);
  made.help = std::move(help);
  made.type = type;
  return made;
}

prometheus::ClientMetric labelled(const RouteLabel& route) {
  prometheus::ClientMetric metric;
  metric.label = {{"route", route.route}, {"method", route.method}};
  return metric;
}

void add_status_counts(prometheus::MetricFamily& into, const RouteLabel& route,
                       const RouteTotals& totals) {
  for (std::size_t i = 0; i < kStatuses.size(); ++i) {
    if (totals.by_status[i] == 0) continue;
    prometheus::ClientMetric metric = labelled(route);
    metric.label.push_back({"status", kStatuses[i] == 0 ? "other" : std::to_string(kStatuses[i])});
    metric.counter.value = static_cast<double>(totals.by_status[i]);
    into.metric.push_back(std::move(metric));
  }
}

void add_durations(prometheus::MetricFamily& into, const RouteLabel& route,
                   const RouteTotals& totals) {
  prometheus::ClientMetric metric = labelled(route);
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    cumulative += totals.by_duration[i];
    prometheus::ClientMetric::Bucket bucket;
    bucket.upper_bound = i < kBoundsMicroseconds.size()
                             ? static_cast<double>(kBoundsMicroseconds[i]) / 1e6
                             : std::numeric_limits<double>::infinity();
    bucket.cumulative_count = cumulative;
    metric.histogram.bucket.push_back(bucket);
  }
  metric.histogram.sample_count = cumulative;
  metric.histogram.sample_sum = static_cast<double>(totals.microseconds) / 1e6;
  into.metric.push_back(std::move(metric));
}

}  // namespace

class Metrics::Shard {
 public:
  explicit Shard(std::size_t routes) : figures(routes) {}
  std::vector<RouteFigures> figures;
};

struct Metrics::Extra {
  prometheus::MetricFamily family;
  std::function<void(prometheus::MetricFamily&)> fill;
};

Metrics::Metrics(std::vector<RouteLabel> routes, unsigned threads) : routes_(std::move(routes)) {
  for (const Verb verb : kVerbs) routes_.push_back({"none", std::string(verb_name(verb))});
  for (unsigned i = 0; i < std::max(1U, threads); ++i)
    shards_.push_back(std::make_unique<Shard>(routes_.size()));
}

Metrics::~Metrics() = default;

void Metrics::add_gauge(std::string name, std::string help, std::function<double()> read) {
  extras_.push_back({family(std::move(name), std::move(help), prometheus::MetricType::Gauge),
                     [read = std::move(read)](prometheus::MetricFamily& into) {
                       into.metric.emplace_back().gauge.value = read();
                     }});
}

void Metrics::add_counter(std::string name, std::string help, std::function<double()> read) {
  extras_.push_back({family(std::move(name), std::move(help), prometheus::MetricType::Counter),
                     [read = std::move(read)](prometheus::MetricFamily& into) {
                       into.metric.emplace_back().counter.value = read();
                     }});
}

void Metrics::add_counters(std::string name, std::string help, std::string label,
                           std::vector<Labelled> counters) {
  const auto fill = [label = std::move(label),
                     counters = std::move(counters)](prometheus::MetricFamily& into) {
    for (const Labelled& counter : counters) {
      prometheus::ClientMetric& metric = into.metric.emplace_back();
      metric.label.push_back({label, counter.value});
      metric.counter.value = counter.read();
    }
  };
  extras_.push_back(
      {family(std::move(name), std::move(help), prometheus::MetricType::Counter), fill});
}

void Metrics::add_info(std::string name, std::string help,
                       std::vector<std::pair<std::string, std::string>> labels) {
  const auto fill = [labels = std::move(labels)](prometheus::MetricFamily& into) {
    prometheus::ClientMetric& metric = into.metric.emplace_back();
    for (const auto& [label, value] : labels) metric.label.push_back({label, value});
    metric.gauge.value = 1;
  };
  extras_.push_back(
      {family(std::move(name), std::move(help), prometheus::MetricType::Gauge), fill});
}

void Metrics::add_histogram(std::string name, std::string help,
                            std::function<HistogramFigures()> read) {
  const auto fill = [read = std::move(read)](prometheus::MetricFamily& into) {
    const HistogramFigures figures = read();
    prometheus::ClientMetric& metric = into.metric.emplace_back();
    for (const auto& bucket : figures.buckets) {
      prometheus::ClientMetric::Bucket made;
      made.upper_bound = bucket.upper_bound;
      made.cumulative_count = bucket.cumulative_count;
      metric.histogram.bucket.push_back(made);
    }
    metric.histogram.sample_count = figures.count;
    metric.histogram.sample_sum = figures.sum;
  };
  extras_.push_back(
      {family(std::move(name), std::move(help), prometheus::MetricType::Histogram), fill});
}

void Metrics::finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                       std::chrono::microseconds duration) {
  const std::size_t rows = routes_.size() - kVerbs.size();
  const std::size_t row = exchange.route_index >= 0
                              ? static_cast<std::size_t>(exchange.route_index)
                              : rows + static_cast<std::size_t>(exchange.request.verb());
  RouteFigures& figures = shards_[exchange.thread % shards_.size()]->figures[row];
  bump(figures.by_status[status_slot(status)]);
  bump(figures.by_duration[bucket_of(duration.count())]);
  bump(figures.microseconds, static_cast<std::uint64_t>(duration.count()));
  bump(figures.bytes, response_bytes);
}

void Metrics::fault(const Exchange&, std::string_view) {
  faults_.fetch_add(1, std::memory_order_relaxed);
}

std::string Metrics::render() const {
  using prometheus::MetricType;
  auto requests = family("fieldstone_http_requests_total",
                         "Requests by route template, method and status.", MetricType::Counter);
  auto durations = family("fieldstone_http_request_duration_seconds",
                          "From the last header of a request to the last byte of its answer.",
                          MetricType::Histogram);
  auto bytes = family("fieldstone_http_response_bytes_total", "Bytes of answers' bodies.",
                      MetricType::Counter);
  auto faults = family("fieldstone_http_faults_total", "Exceptions out of the handler: defects.",
                       MetricType::Counter);
  for (std::size_t row = 0; row < routes_.size(); ++row) {
    RouteTotals totals;
    for (const auto& shard : shards_) totals.add(shard->figures[row]);
    if (totals.requests() == 0) continue;
    add_status_counts(requests, routes_[row], totals);
    add_durations(durations, routes_[row], totals);
    prometheus::ClientMetric metric = labelled(routes_[row]);
    metric.counter.value = static_cast<double>(totals.bytes);
    bytes.metric.push_back(std::move(metric));
  }
  faults.metric.emplace_back().counter.value =
      static_cast<double>(faults_.load(std::memory_order_relaxed));
  std::vector<prometheus::MetricFamily> families{requests, durations, bytes, faults};
  for (const Extra& extra : extras_) {
    families.push_back(extra.family);
    extra.fill(families.back());
  }
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace fieldstone::http
