// What options and modifiers have in common: how a shopper chooses.
#pragma once

#include "core/record/field.hpp"

namespace fieldstone::types {

inline constexpr std::string_view kDateModes[] = {"earliest", "range", "latest"};
inline constexpr std::string_view kFileModes[] = {"specific", "all"};
inline constexpr std::string_view kNumberModes[] = {"lowest", "highest", "range"};
inline constexpr std::string_view kShippingModes[] = {"none", "weight", "package"};

// All are absent until somebody sets them: which matter depends on the type.
inline constexpr record::Field kOptionConfig[] = {
    record::text("default_value").or_absent(),
    record::flag("checked_by_default").or_absent(),
    record::text("checkbox_label").or_absent(),
    record::flag("date_limited").or_absent(),
    record::choice("date_limit_mode", kDateModes).or_absent(),
    record::text("date_earliest_value", 0, 40).or_absent(),
    record::text("date_latest_value", 0, 40).or_absent(),
    record::choice("file_types_mode", kFileModes).or_absent(),
    record::list("file_types_supported", record::kTexts).or_absent(),
    record::list("file_types_other", record::kTexts).or_absent(),
    record::integer("file_max_size", 0).or_absent(),
    record::flag("text_characters_limited").or_absent(),
    record::integer("text_min_length", 0).or_absent(),
    record::integer("text_max_length", 0).or_absent(),
    record::flag("text_lines_limited").or_absent(),
    record::integer("text_max_lines", 0).or_absent(),
    record::flag("number_limited").or_absent(),
    record::choice("number_limit_mode", kNumberModes).or_absent(),
    record::number("number_lowest_value").or_absent(),
    record::number("number_highest_value").or_absent(),
    record::flag("number_integers_only").or_absent(),
    record::flag("product_list_adjusts_inventory").or_absent(),
    record::flag("product_list_adjusts_pricing").or_absent(),
    record::choice("product_list_shipping_calc", kShippingModes).or_absent(),
};

}  // namespace fieldstone::types
