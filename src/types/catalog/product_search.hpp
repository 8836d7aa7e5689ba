// What products are found by besides their members: words, and the state of their stock.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

app::records::Object product_shadow(const app::records::Object& members);

// PRD-7: keyword= names beginnings of words. keyword_context= changes nothing.
Status ask_keyword(std::string_view name, std::string_view value, store::RecordQuery& query);

}  // namespace fieldstone::types
