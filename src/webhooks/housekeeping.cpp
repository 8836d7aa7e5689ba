#include "webhooks/housekeeping.hpp"

namespace fieldstone::webhooks {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kIdleDays = 90;  // WH-25
constexpr std::int64_t kPiece = 1'000;

}  // namespace

asio::awaitable<void> Housekeeping::run() {
  co_await prune();
  co_await retire();
}

asio::awaitable<void> Housekeeping::prune() {
  const TimeMs before{clock.now().value - log_days * kDayMs};
  const auto find = [](store::Tx& tx) { return tx.hook_attempts().stores(); };
  const auto stores = co_await store.read(find);
  if (!stores) co_return;
  for (const StoreId store_id : *stores) {
    const auto work = [store_id, before](store::Tx& tx) {
      return tx.hook_attempts().prune(store_id, before, kPiece);
    };
    Result<std::int64_t> removed = kPiece;
    while (removed && *removed == kPiece) removed = co_await store.write(store_id, work);
    if (!removed) co_return;
  }
}

asio::awaitable<void> Housekeeping::retire() {
  const TimeS now = to_seconds(clock.now());
  const TimeS since{now.value - kIdleDays * kDayMs / 1000};
  const auto work = [since, now](store::Tx& tx) -> Result<std::int64_t> {
    FS_TRY_STATUS(tx.hooks().remove_of_ended());
    return tx.hooks().rest_idle(since, now);
  };
  const auto retired = co_await store.write(store::kAllStores, work);
  if (retired && *retired > 0)
    logger.info("webhooks set inactive", {{"hooks", *retired}, {"reason", "no event in 90 days"}});
}

}  // namespace fieldstone::webhooks
