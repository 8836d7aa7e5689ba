#include "types/orders/order_status.hpp"

namespace fieldstone::types {
namespace {

constexpr OrderStatus kStatuses[] = {
    {0, "Incomplete", "The shopper reached the payment page and did not pay.", 0},
    {1, "Pending", "The customer began to check out and did not finish.", 1},
    {2, "Shipped", "Everything was shipped; nobody confirmed yet that it arrived.", 8},
    {3, "Partially Shipped", "Some of the items were shipped.", 6},
    {4, "Refunded", "The whole order was refunded.", 11},
    {5, "Cancelled", "The seller cancelled the order.", 9},
    {6, "Declined", "The seller declined the order: no payment came.", 10},
    {7, "Awaiting Payment", "The customer checked out; the payment is not confirmed.", 2},
    {8, "Awaiting Pickup", "The order waits for the customer to fetch it.", 5},
    {9, "Awaiting Shipment", "The order is packed and waits for its carrier.", 4},
    {10, "Completed", "The order is paid and delivered, or its files can be downloaded.", 7},
    {11, "Awaiting Fulfillment", "The customer checked out and the payment is confirmed.", 3},
    {12, "Manual Verification Required", "A person must confirm something first.", 13},
    {13, "Disputed", "The customer disputes the payment.", 12},
    {14, "Partially Refunded", "A part of the order was refunded.", 14},
};

}  // namespace

std::span<const OrderStatus> order_statuses() { return kStatuses; }

}  // namespace fieldstone::types
