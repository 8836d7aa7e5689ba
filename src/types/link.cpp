#include "types/link.hpp"

#include "app/host_mark.hpp"

namespace fieldstone::types {

std::string link_text(const app::Context& context, std::string_view resource) {
  std::string text = R"({"url":"https://)";
  text += app::kHostMark;
  text += "/stores/" + context.caller.store_hash + "/v2";
  text.append(resource).append(R"(","resource":")").append(resource);
  return text + "\"}";
}

}  // namespace fieldstone::types
