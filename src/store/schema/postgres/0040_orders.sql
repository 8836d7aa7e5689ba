-- Orders and what belongs to them: printed from their declarations.
CREATE TABLE sales_order (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "customer_id" BIGINT,
  "date_created" BIGINT,
  "date_modified" BIGINT,
  "status_id" BIGINT,
  "total_inc_tax" BIGINT,
  "payment_method" TEXT COLLATE "C",
  "is_deleted" BIGINT,
  "cart_id" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "channel_id" BIGINT,
  "external_id" TEXT COLLATE "C",
  "external_order_id" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX sales_order_by_customer_id
  ON sales_order (store_id, "customer_id", id);
CREATE INDEX sales_order_by_date_created
  ON sales_order (store_id, "date_created", id);
CREATE INDEX sales_order_by_date_modified
  ON sales_order (store_id, "date_modified", id);
CREATE INDEX sales_order_by_status_id
  ON sales_order (store_id, "status_id", id);
CREATE INDEX sales_order_by_total_inc_tax
  ON sales_order (store_id, "total_inc_tax", id);
CREATE INDEX sales_order_by_payment_method
  ON sales_order (store_id, "payment_method", id);
CREATE INDEX sales_order_by_is_deleted
  ON sales_order (store_id, "is_deleted", id);
CREATE INDEX sales_order_by_cart_id
  ON sales_order (store_id, "cart_id", id);
CREATE INDEX sales_order_by_email
  ON sales_order (store_id, "email", id);
CREATE INDEX sales_order_by_channel_id
  ON sales_order (store_id, "channel_id", id);
CREATE INDEX sales_order_by_external_id
  ON sales_order (store_id, "external_id", id);
CREATE INDEX sales_order_by_external_order_id
  ON sales_order (store_id, "external_order_id", id);
CREATE TABLE order_product (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  "product_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_product_by_parent
  ON order_product (store_id, "order_id", id);
CREATE TABLE order_shipping_address (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_shipping_address_by_parent
  ON order_shipping_address (store_id, "order_id", id);
CREATE TABLE order_fee (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_fee_by_parent
  ON order_fee (store_id, "order_id", id);
CREATE TABLE order_pickup (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_pickup_by_parent
  ON order_pickup (store_id, "order_id", id);
CREATE TABLE order_shipment (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_shipment_by_parent
  ON order_shipment (store_id, "order_id", id);
CREATE TABLE order_message (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  "customer_id" BIGINT,
  "status" TEXT COLLATE "C",
  "is_flagged" BIGINT,
  "date_created" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_message_by_parent
  ON order_message (store_id, "order_id", id);
CREATE TABLE order_coupon (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_coupon_by_parent
  ON order_coupon (store_id, "order_id", id);
CREATE TABLE order_transaction (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_transaction_by_parent
  ON order_transaction (store_id, "order_id", id);
CREATE TABLE order_refund (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  "created" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_refund_by_parent
  ON order_refund (store_id, "order_id", id);
CREATE INDEX order_refund_by_created
  ON order_refund (store_id, "created", id);
CREATE TABLE order_stock (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_stock_by_parent
  ON order_stock (store_id, "order_id", id);
