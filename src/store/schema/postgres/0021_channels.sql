-- Channels, sites, currencies: printed from their declarations.
CREATE TABLE currency (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "is_default" BIGINT,
  "currency_code" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX currency_by_is_default
  ON currency (store_id, "is_default", id);
CREATE UNIQUE INDEX currency_by_currency_code
  ON currency (store_id, "currency_code");
CREATE TABLE channel (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "status" TEXT COLLATE "C",
  "type" TEXT COLLATE "C",
  "platform" TEXT COLLATE "C",
  "date_created" BIGINT,
  "date_modified" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_by_status
  ON channel (store_id, "status", id);
CREATE INDEX channel_by_type
  ON channel (store_id, "type", id);
CREATE INDEX channel_by_platform
  ON channel (store_id, "platform", id);
CREATE INDEX channel_by_date_created
  ON channel (store_id, "date_created", id);
CREATE INDEX channel_by_date_modified
  ON channel (store_id, "date_modified", id);
CREATE TABLE channel_currencies (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "channel_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_currencies_by_parent
  ON channel_currencies (store_id, "channel_id", id);
CREATE TABLE channel_listing (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "channel_id" BIGINT NOT NULL,
  "product_id" BIGINT,
  "date_created" BIGINT,
  "date_modified" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_listing_by_parent
  ON channel_listing (store_id, "channel_id", id);
CREATE TABLE channel_menus (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "channel_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_menus_by_parent
  ON channel_menus (store_id, "channel_id", id);
CREATE TABLE site (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "channel_id" BIGINT NOT NULL,
  "is_checkout_url_customized" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX site_by_parent
  ON site (store_id, "channel_id", id);
CREATE INDEX site_by_is_checkout_url_customized
  ON site (store_id, "is_checkout_url_customized", id);
CREATE TABLE site_route (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "site_id" BIGINT NOT NULL,
  "type" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX site_route_by_parent
  ON site_route (store_id, "site_id", id);
