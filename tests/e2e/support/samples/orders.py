from support.declarations import OWN_WAY

# They come with an order and its products: orders_test
OWN_WAY.update({"sales_order", "order_product", "order_shipping_address", "order_shipment", "order_refund"})
