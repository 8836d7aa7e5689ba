-- Orders and what belongs to them: printed from their declarations.
CREATE TABLE sales_order (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "customer_id" INTEGER,
  "date_created" INTEGER,
  "date_modified" INTEGER,
  "status_id" INTEGER,
  "total_inc_tax" INTEGER,
  "payment_method" TEXT,
  "is_deleted" INTEGER,
  "cart_id" TEXT,
  "email" TEXT,
  "channel_id" INTEGER,
  "external_id" TEXT,
  "external_order_id" TEXT,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  "product_id" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_product_by_parent
  ON order_product (store_id, "order_id", id);
CREATE TABLE order_shipping_address (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_shipping_address_by_parent
  ON order_shipping_address (store_id, "order_id", id);
CREATE TABLE order_fee (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_fee_by_parent
  ON order_fee (store_id, "order_id", id);
CREATE TABLE order_pickup (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_pickup_by_parent
  ON order_pickup (store_id, "order_id", id);
CREATE TABLE order_shipment (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_shipment_by_parent
  ON order_shipment (store_id, "order_id", id);
CREATE TABLE order_message (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  "customer_id" INTEGER,
  "status" TEXT,
  "is_flagged" INTEGER,
  "date_created" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_message_by_parent
  ON order_message (store_id, "order_id", id);
CREATE TABLE order_coupon (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_coupon_by_parent
  ON order_coupon (store_id, "order_id", id);
CREATE TABLE order_transaction (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_transaction_by_parent
  ON order_transaction (store_id, "order_id", id);
CREATE TABLE order_refund (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  "created" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_refund_by_parent
  ON order_refund (store_id, "order_id", id);
CREATE INDEX order_refund_by_created
  ON order_refund (store_id, "created", id);
CREATE TABLE order_stock (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX order_stock_by_parent
  ON order_stock (store_id, "order_id", id);
