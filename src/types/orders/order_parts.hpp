// What an order consists of: each is a record below its order.
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kOrderProduct;
extern const record::RecordType kOrderShippingAddress;
extern const record::RecordType kOrderFee;
extern const record::RecordType kOrderPickup;
extern const record::RecordType kOrderShipment;
extern const record::RecordType kOrderMessage;
extern const record::RecordType kOrderCoupon;
extern const record::RecordType kOrderTransaction;
extern const record::RecordType kOrderRefund;
extern const record::RecordType kOrderStock;

}  // namespace fieldstone::types
