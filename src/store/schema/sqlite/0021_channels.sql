-- Channels, sites, currencies: printed from their declarations.
CREATE TABLE currency (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "is_default" INTEGER,
  "currency_code" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX currency_by_is_default
  ON currency (store_id, "is_default", id);
CREATE UNIQUE INDEX currency_by_currency_code
  ON currency (store_id, "currency_code");
CREATE TABLE channel (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "status" TEXT,
  "type" TEXT,
  "platform" TEXT,
  "date_created" INTEGER,
  "date_modified" INTEGER,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "channel_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_currencies_by_parent
  ON channel_currencies (store_id, "channel_id", id);
CREATE TABLE channel_listing (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "channel_id" INTEGER NOT NULL,
  "product_id" INTEGER,
  "date_created" INTEGER,
  "date_modified" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_listing_by_parent
  ON channel_listing (store_id, "channel_id", id);
CREATE TABLE channel_menus (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "channel_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX channel_menus_by_parent
  ON channel_menus (store_id, "channel_id", id);
CREATE TABLE site (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "channel_id" INTEGER NOT NULL,
  "is_checkout_url_customized" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX site_by_parent
  ON site (store_id, "channel_id", id);
CREATE INDEX site_by_is_checkout_url_customized
  ON site (store_id, "is_checkout_url_customized", id);
CREATE TABLE site_route (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "site_id" INTEGER NOT NULL,
  "type" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX site_route_by_parent
  ON site_route (store_id, "site_id", id);
