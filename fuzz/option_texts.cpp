// Texts of options: where to listen, which database, how fast, which store.
#include "base/check.hpp"
#include "config/parse.hpp"
#include "support/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone;
  const std::string_view text = fuzz::Bytes(data, size).rest();
  if (const auto url = config::parse_database_url(text)) {
    FS_CHECK(!url->target.empty() && url->connections >= 2 && url->connections <= 1000);
  }
  if (const auto listen = config::parse_listen(text)) FS_CHECK(!listen->address.empty());
  if (const auto rate = config::parse_rate(text)) {
    FS_CHECK(rate->quota > 0 && rate->window.count() > 0);
    FS_CHECK(rate->window <= std::chrono::hours(24));
  }
  if (config::check_store_hash(text)) FS_CHECK(!text.empty() && text.size() <= 32);
  return 0;
}
