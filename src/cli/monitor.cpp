#include "cli/monitor.hpp"

#include <cmath>

namespace fieldstone::cli {
namespace {

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = http::kPlainText;
  response.body = std::move(body);
  return response;
}

http::HistogramFigures group_sizes(const store::StoreStats& stats) {
  http::HistogramFigures figures;
  std::uint64_t cumulative = 0;
  for (int i = 0; i < store::StoreStats::kGroupBuckets; ++i) {
    cumulative += stats.group_size_buckets[i];
    const bool last = i + 1 == store::StoreStats::kGroupBuckets;
    figures.buckets.push_back({last ? INFINITY : std::ldexp(1.0, i), cumulative});
  }
  figures.count = cumulative;
  figures.sum = static_cast<double>(stats.committed_units);
  return figures;
}

}  // namespace

http::asio::awaitable<http::Response> Monitor::handle(http::Exchange* exchange) {
  const http::Verb verb = exchange->request.verb();
  if (verb != http::Verb::get && verb != http::Verb::head) {
    http::Response response = plain(405, "only GET and HEAD\n");
    response.headers.push_back({"Allow", "GET, HEAD"});
    co_return response;
  }
  const std::string_view path = exchange->request.path();
  if (path == "/healthz") co_return plain(200, "ok\n");
  if (path == "/readyz") co_return co_await readiness();
  if (path == "/metrics") {
    http::Response response = plain(200, metrics_.render());
    response.content_type = "text/plain; version=0.0.4";
    co_return response;
  }
  co_return plain(404, "there are /healthz, /readyz and /metrics\n");
}

http::asio::awaitable<http::Response> Monitor::readiness() {
  if (draining_) co_return plain(503, "draining\n");
  const auto stores =
      co_await store_.read([](store::Tx& tx) { return tx.accounts().list_stores(); });
  if (!stores) co_return plain(503, "the database can't be read\n");
  if (!store_.takes_writes()) co_return plain(503, "the database can't be written to\n");
  co_return plain(200, "ready\n");
}

http::Response Monitor::reject(std::string_view /*path*/, const Error& error) {
  return plain(default_status(error.code), std::string(default_title(error.code)) + "\n");
}

void add_store_metrics(http::Metrics& metrics, const store::Store& store) {
  metrics.add_gauge("fieldstone_write_queue_depth", "Units of work that wait for the writer.",
                    [&store] { return static_cast<double>(store.stats().queued_writes); });
  metrics.add_counter("fieldstone_commits_total",
                      "Transactions committed, each of a group of units of work.",
                      [&store] { return static_cast<double>(store.stats().commit_groups); });
  metrics.add_counter("fieldstone_failed_commits_total",
                      "Groups whose COMMIT failed; nothing of them was applied.",
                      [&store] { return static_cast<double>(store.stats().failed_commits); });
  metrics.add_counter("fieldstone_replica_reads_total", "Units of work answered by the replica.",
                      [&store] { return static_cast<double>(store.stats().replica_reads); });
  metrics.add_counter("fieldstone_replica_misses_total",
                      "Units of work that the replica left to the primary: behind, or away.",
                      [&store] { return static_cast<double>(store.stats().replica_misses); });
  metrics.add_histogram("fieldstone_commit_group_size", "Units of work in one COMMIT.",
                        [&store] { return group_sizes(store.stats()); });
}

}  // namespace fieldstone::cli
