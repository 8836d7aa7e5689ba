#include "http/request.hpp"

namespace fieldstone::http {

std::string_view verb_name(Verb verb) {
  switch (verb) {
    case Verb::get: return "GET";
    case Verb::head: return "HEAD";
    case Verb::post: return "POST";
    case Verb::put: return "PUT";
    case Verb::delete_: return "DELETE";
    case Verb::options: return "OPTIONS";
    case Verb::patch: return "PATCH";
    case Verb::trace: return "TRACE";
    case Verb::other: return "OTHER";
  }
  return "OTHER";
}

}  // namespace fieldstone::http
