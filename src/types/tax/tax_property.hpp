#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kTaxProperty;
extern const record::RecordType kProductTax;
extern const record::RecordType kCustomerTax;

}  // namespace fieldstone::types
