#include "api/wire/list_answer.hpp"

#include <boost/json/array.hpp>

#include "api/wire/json_read.hpp"

namespace fieldstone::api {

Result<std::vector<const boost::json::object*>> body_objects(const Call& call, std::size_t max) {
  FS_TRY(const auto* items, root_array(*call.body));
  if (items->empty()) return fail(Code::validation, "CU-42");
  if (items->size() > max) {
    return fail(Code::payload_too_large, "HTTP-53",
                "The request payload is too large. The maximum items allowed in the array is " +
                    std::to_string(max) + ".");
  }
  std::vector<const boost::json::object*> objects;
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto* object = (*items)[i].if_object();
    if (object == nullptr)
      return fail(Code::validation, "CU-45", {}, {{std::to_string(i), "must be an object"}});
    objects.push_back(object);
  }
  return objects;
}

}  // namespace fieldstone::api
