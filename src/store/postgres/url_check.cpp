#include "store/postgres/url_check.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

#include "base/printable_address.hpp"

namespace fieldstone::store::postgres {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

// A host with an '@' or a port that is no number: a password had an '@' or a '/' of its own.
bool is_plausible(const PQconninfoOption& option) {
  if (option.val == nullptr) return true;
  const std::string_view keyword = option.keyword;
  const std::string_view value = option.val;
  if (keyword == "host") return value.find('@') == std::string_view::npos;
  return keyword != "port" || value.find_first_not_of("0123456789,") == std::string_view::npos;
}

}  // namespace

Status check_url(const std::string& url) {
  char* words = nullptr;
  const Options options(PQconninfoParse(url.c_str(), &words), &PQconninfoFree);
  PQfreemem(words);
  bool good = options != nullptr;
  for (const PQconninfoOption* option = options.get(); good && option->keyword != nullptr; ++option)
    good = is_plausible(*option);
  if (good) return {};
  return fail(Code::validation, {},
              "PostgreSQL can't read the URL " + printable_address(url) +
                  ": its form is postgresql://USER:PASSWORD@HOST:PORT/NAME?PARAMETERS; what is "
                  "special in a part is percent-encoded, such as %40 for @ and %2F for /");
}

}  // namespace fieldstone::store::postgres
