-- Wishlists and scripts: printed from their declarations.
CREATE TABLE wishlist (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "customer_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX wishlist_by_customer_id
  ON wishlist (store_id, "customer_id", id);
CREATE TABLE wishlist_item (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "wishlist_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX wishlist_item_by_parent
  ON wishlist_item (store_id, "wishlist_id", id);
CREATE TABLE script (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  uuid TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C",
  "date_created" BIGINT,
  "date_modified" BIGINT,
  "description" TEXT COLLATE "C",
  "api_client_id" TEXT COLLATE "C",
  "channel_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX script_by_uuid
  ON script (store_id, uuid);
CREATE INDEX script_by_api_client_id
  ON script (store_id, "api_client_id", id);
CREATE INDEX script_by_channel_id
  ON script (store_id, "channel_id", id);
