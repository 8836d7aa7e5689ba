#include "webhooks/ledger.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fieldstone::webhooks {
namespace {

constexpr std::size_t kMostAtOnce = 1'024;
// A commit for each delivery would be a sync of the disk for each: outcomes wait a moment for
// others. A crash in between repeats these deliveries, no more.
constexpr std::chrono::milliseconds kGather{50};
constexpr std::chrono::milliseconds kRetryPause{500};

}  // namespace

void Ledger::add(const Hook& hook, Outcome outcome) {
  const std::int64_t store_id = outcome.key.store_id;
  Page& page = pages_[store_id];
  page.entries.push_back({hook, std::move(outcome)});
  ++hook->unsaved;
  ++unsaved_;
  if (page.writing) return;
  page.writing = true;
  ++writing_;
  asio::co_spawn(parts_.context, write(store_id), asio::detached);
}

asio::awaitable<void> Ledger::pause(std::chrono::milliseconds span) {
  asio::steady_timer timer(parts_.context, span);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> Ledger::write(std::int64_t store_id) {
  Page& page = pages_[store_id];  // stays where it is while writing
  while (!page.entries.empty()) {
    if (page.entries.size() < kMostAtOnce && !hurry_) co_await pause(kGather);
    const auto count = static_cast<std::ptrdiff_t>(std::min(page.entries.size(), kMostAtOnce));
    std::vector<Hook> hooks;
    std::vector<Outcome> outcomes;
    for (auto entry = page.entries.begin(); entry != page.entries.begin() + count; ++entry) {
      hooks.push_back(std::move(entry->hook));
      outcomes.push_back(std::move(entry->outcome));
    }
    page.entries.erase(page.entries.begin(), page.entries.begin() + count);
    bool written = false;
    while (!written) {
      written = co_await write_batch(store_id, &outcomes);
      if (!written && hurry_) break;
      if (!written) co_await pause(kRetryPause);
    }
    for (const Hook& hook : hooks) --hook->unsaved;
    unsaved_ -= hooks.size();
  }
  --writing_;
  pages_.erase(store_id);
}

asio::awaitable<bool> Ledger::write_batch(std::int64_t store_id,
                                          const std::vector<Outcome>* outcomes) {
  const StoreId id{store_id};
  const AttemptLog log = parts_.log;
  const auto work = [id, outcomes, log](store::Tx& tx) { return record(tx, id, *outcomes, log); };
  const auto recorded = co_await parts_.store.write(id, work);
  if (!recorded) {
    parts_.logger.error("webhook outcomes not stored",
                        {{"store_id", store_id},
                         {"outcomes", static_cast<std::int64_t>(outcomes->size())},
                         {"error", code_name(recorded.error().code)}});
    co_return false;
  }
  parts_.done(*recorded);
  co_return true;
}

}  // namespace fieldstone::webhooks
