#include "app/probes.hpp"

#include <algorithm>
#include <string>

namespace fieldstone::app {

Result<StoreProfile> get_store_profile(store::Tx&, const Context& context) {
  const StoreId id = context.caller.store_id;
  const std::string number = std::to_string(id.value);
  const std::string node = std::string(12 - std::min<std::size_t>(12, number.size()), '0') + number;
  return StoreProfile{id, context.caller.store_hash, "00000000-0000-4000-8000-" + node};
}

}  // namespace fieldstone::app
