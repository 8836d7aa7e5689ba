// Header values that are lists with weights. Pure.
#pragma once

#include <string_view>

namespace fieldstone::http {

// Whether an Accept value admits application/json; the most specific range decides (HTTP-12).
bool accepts_json(std::string_view accept);
// Whether an Accept-Encoding value admits gzip (HTTP-4).
bool accepts_gzip(std::string_view accept_encoding);
// application/json, parameters allowed (HTTP-13).
bool is_json_content_type(std::string_view content_type);

// ASCII, without case (HTTP-5).
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace fieldstone::http
