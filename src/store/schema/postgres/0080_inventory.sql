-- Locations and what has stock there: printed from their declarations.
CREATE TABLE location (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "code" TEXT COLLATE "C",
  "managed_by_external_source" BIGINT,
  "type_id" TEXT COLLATE "C",
  "enabled" BIGINT,
  "storefront_visibility" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX location_by_code
  ON location (store_id, "code");
CREATE TABLE inventory_item (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "variant_id" BIGINT,
  "whole_product_id" BIGINT,
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
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value BIGINT NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX inventory_item__location_ids_by_id
  ON inventory_item__location_ids (store_id, id);
