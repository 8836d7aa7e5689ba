// Counters and latency histograms of requests, and the figures of others, as Prometheus text.
// Metric and label names are API. No label ever carries a path, a store, a client or a token.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/server.hpp"

namespace fieldstone::http {

struct RouteLabel {
  std::string route;  // path template
  std::string method;
};

// Cumulative buckets, as Prometheus wants them.
struct HistogramFigures {
  struct Bucket {
    double upper_bound;
    std::uint64_t cumulative_count;
  };
  std::vector<Bucket> buckets;
  std::uint64_t count = 0;
  double sum = 0;
};

class Metrics final : public Observer {
 public:
  // `routes`: the handler's rows in the order of Exchange::route_index. `threads`: of the server.
  Metrics(std::vector<RouteLabel> routes, unsigned threads);
  ~Metrics() override;

  // Figures that somebody else keeps, asked for at each scrape. Before the first render().
  void add_gauge(std::string name, std::string help, std::function<double()> read);
  void add_counter(std::string name, std::string help, std::function<double()> read);
  // One counter for each value of a label.
  struct Labelled {
    std::string value;
    std::function<double()> read;
  };
  void add_counters(std::string name, std::string help, std::string label,
                    std::vector<Labelled> counters);
  // A gauge that is always 1, for what its labels (name, value) say.
  void add_info(std::string name, std::string help,
                std::vector<std::pair<std::string, std::string>> labels);
  void add_histogram(std::string name, std::string help, std::function<HistogramFigures()> read);

  void finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                std::chrono::microseconds duration) override;
  void fault(const Exchange& exchange, std::string_view what) override;
  void cannot_accept(std::string_view /*why*/) override {}

  // Prometheus text exposition format. Thread: any.
  std::string render() const;

 private:
  class Shard;
  struct Extra;

  std::vector<RouteLabel> routes_;  // the rows, then one per verb for requests that reached none
  std::vector<std::unique_ptr<Shard>> shards_;
  std::vector<Extra> extras_;
  std::atomic<std::uint64_t> faults_ = 0;
};

}  // namespace fieldstone::http
