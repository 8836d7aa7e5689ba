#include "types/record_types.hpp"

#include "types/customers/subscriber.hpp"

namespace fieldstone::types {
namespace {

constexpr const record::RecordType* kTypes[] = {
    &kSubscriber,
};

}  // namespace

std::span<const record::RecordType* const> record_types() { return kTypes; }

}  // namespace fieldstone::types
