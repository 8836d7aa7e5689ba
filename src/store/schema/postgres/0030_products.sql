-- Products and what belongs to them (src/types/catalog).
CREATE TABLE product (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "type" TEXT COLLATE "C",
  "sku" TEXT COLLATE "C",
  "weight" BIGINT,
  "price" BIGINT,
  "calculated_price" BIGINT,
  "brand_id" BIGINT,
  "inventory_level" BIGINT,
  "total_sold" BIGINT,
  "is_free_shipping" BIGINT,
  "is_visible" BIGINT,
  "is_featured" BIGINT,
  "upc" TEXT COLLATE "C",
  "mpn" TEXT COLLATE "C",
  "date_last_imported" BIGINT,
  "availability" TEXT COLLATE "C",
  "condition" TEXT COLLATE "C",
  "date_modified" BIGINT,
  "custom_url" TEXT COLLATE "C",
  "inventory_low" BIGINT,
  "out_of_stock" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX product_by_name
  ON product (store_id, "name");
CREATE UNIQUE INDEX product_by_sku
  ON product (store_id, "sku");
CREATE INDEX product_by_weight
  ON product (store_id, "weight", id);
CREATE INDEX product_by_price
  ON product (store_id, "price", id);
CREATE INDEX product_by_calculated_price
  ON product (store_id, "calculated_price", id);
CREATE INDEX product_by_brand_id
  ON product (store_id, "brand_id", id);
CREATE INDEX product_by_inventory_level
  ON product (store_id, "inventory_level", id);
CREATE INDEX product_by_total_sold
  ON product (store_id, "total_sold", id);
CREATE INDEX product_by_upc
  ON product (store_id, "upc", id);
CREATE INDEX product_by_mpn
  ON product (store_id, "mpn", id);
CREATE INDEX product_by_date_last_imported
  ON product (store_id, "date_last_imported", id);
CREATE INDEX product_by_date_modified
  ON product (store_id, "date_modified", id);
CREATE UNIQUE INDEX product_by_custom_url
  ON product (store_id, "custom_url");
CREATE INDEX product_by_inventory_low
  ON product (store_id, "inventory_low", id);
CREATE INDEX product_by_out_of_stock
  ON product (store_id, "out_of_stock", id);
CREATE TABLE product__categories (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value BIGINT NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX product__categories_by_id
  ON product__categories (store_id, id);
CREATE TABLE product__words (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX product__words_by_id
  ON product__words (store_id, id);
CREATE TABLE product_option (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "display_name" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_option_by_parent
  ON product_option (store_id, "product_id", id);
CREATE UNIQUE INDEX product_option_by_display_name
  ON product_option (store_id, "product_id", "display_name");
CREATE TABLE product_option_value (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "option_id" BIGINT NOT NULL,
  "label" TEXT COLLATE "C",
  "listed_product" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_option_value_by_parent
  ON product_option_value (store_id, "option_id", id);
CREATE UNIQUE INDEX product_option_value_by_label
  ON product_option_value (store_id, "option_id", "label");
CREATE TABLE product_modifier (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "display_name" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_modifier_by_parent
  ON product_modifier (store_id, "product_id", id);
CREATE UNIQUE INDEX product_modifier_by_display_name
  ON product_modifier (store_id, "product_id", "display_name");
CREATE TABLE product_modifier_value (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "modifier_id" BIGINT NOT NULL,
  "label" TEXT COLLATE "C",
  "listed_product" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_modifier_value_by_parent
  ON product_modifier_value (store_id, "modifier_id", id);
CREATE UNIQUE INDEX product_modifier_value_by_label
  ON product_modifier_value (store_id, "modifier_id", "label");
CREATE TABLE product_variant (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "upc" TEXT COLLATE "C",
  "sku" TEXT COLLATE "C",
  "combination" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_variant_by_parent
  ON product_variant (store_id, "product_id", id);
CREATE INDEX product_variant_by_upc
  ON product_variant (store_id, "upc", id);
CREATE UNIQUE INDEX product_variant_by_sku
  ON product_variant (store_id, "sku");
CREATE UNIQUE INDEX product_variant_by_combination
  ON product_variant (store_id, "product_id", "combination");
CREATE TABLE product_custom_field (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "pair" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_custom_field_by_parent
  ON product_custom_field (store_id, "product_id", id);
CREATE UNIQUE INDEX product_custom_field_by_pair
  ON product_custom_field (store_id, "product_id", "pair");
CREATE TABLE product_bulk_pricing_rule (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_bulk_pricing_rule_by_parent
  ON product_bulk_pricing_rule (store_id, "product_id", id);
CREATE TABLE product_image (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_image_by_parent
  ON product_image (store_id, "product_id", id);
CREATE TABLE product_video (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_video_by_parent
  ON product_video (store_id, "product_id", id);
CREATE TABLE product_complex_rule (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_complex_rule_by_parent
  ON product_complex_rule (store_id, "product_id", id);
CREATE TABLE product_review (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  "approved" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_review_by_parent
  ON product_review (store_id, "product_id", id);
