-- Locations and what has stock there: printed from their declarations.
CREATE TABLE location (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "code" TEXT,
  "managed_by_external_source" INTEGER,
  "type_id" TEXT,
  "enabled" INTEGER,
  "storefront_visibility" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX location_by_code
  ON location (store_id, "code");
CREATE TABLE inventory_item (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "variant_id" INTEGER,
  "whole_product_id" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX inventory_item_by_parent
  ON inventory_item (store_id, "product_id", id);
CREATE UNIQUE INDEX inventory_item_by_variant_id
  ON inventory_item (store_id, "variant_id");
CREATE UNIQUE INDEX inventory_item_by_whole_product_id
  ON inventory_item (store_id, "whole_product_id");
CREATE TABLE inventory_item__location_ids (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  value INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (store_id, value, id)
) WITHOUT ROWID;
CREATE INDEX inventory_item__location_ids_by_id
  ON inventory_item__location_ids (store_id, id);
