-- Products and what belongs to them (src/types/catalog).
CREATE TABLE product (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "name" TEXT,
  "type" TEXT,
  "sku" TEXT,
  "weight" INTEGER,
  "price" INTEGER,
  "calculated_price" INTEGER,
  "brand_id" INTEGER,
  "inventory_level" INTEGER,
  "total_sold" INTEGER,
  "is_free_shipping" INTEGER,
  "is_visible" INTEGER,
  "is_featured" INTEGER,
  "upc" TEXT,
  "mpn" TEXT,
  "date_last_imported" INTEGER,
  "availability" TEXT,
  "condition" TEXT,
  "date_modified" INTEGER,
  "custom_url" TEXT,
  "inventory_low" INTEGER,
  "out_of_stock" INTEGER,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  value INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (store_id, value, id)
) WITHOUT ROWID;
CREATE INDEX product__categories_by_id
  ON product__categories (store_id, id);
CREATE TABLE product__words (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  value TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (store_id, value, id)
) WITHOUT ROWID;
CREATE INDEX product__words_by_id
  ON product__words (store_id, id);
CREATE TABLE product_option (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "display_name" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_option_by_parent
  ON product_option (store_id, "product_id", id);
CREATE UNIQUE INDEX product_option_by_display_name
  ON product_option (store_id, "product_id", "display_name");
CREATE TABLE product_option_value (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "option_id" INTEGER NOT NULL,
  "label" TEXT,
  "listed_product" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_option_value_by_parent
  ON product_option_value (store_id, "option_id", id);
CREATE UNIQUE INDEX product_option_value_by_label
  ON product_option_value (store_id, "option_id", "label");
CREATE TABLE product_modifier (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "display_name" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_modifier_by_parent
  ON product_modifier (store_id, "product_id", id);
CREATE UNIQUE INDEX product_modifier_by_display_name
  ON product_modifier (store_id, "product_id", "display_name");
CREATE TABLE product_modifier_value (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "modifier_id" INTEGER NOT NULL,
  "label" TEXT,
  "listed_product" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_modifier_value_by_parent
  ON product_modifier_value (store_id, "modifier_id", id);
CREATE UNIQUE INDEX product_modifier_value_by_label
  ON product_modifier_value (store_id, "modifier_id", "label");
CREATE TABLE product_variant (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "upc" TEXT,
  "sku" TEXT,
  "combination" TEXT,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "pair" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_custom_field_by_parent
  ON product_custom_field (store_id, "product_id", id);
CREATE UNIQUE INDEX product_custom_field_by_pair
  ON product_custom_field (store_id, "product_id", "pair");
CREATE TABLE product_bulk_pricing_rule (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_bulk_pricing_rule_by_parent
  ON product_bulk_pricing_rule (store_id, "product_id", id);
CREATE TABLE product_image (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_image_by_parent
  ON product_image (store_id, "product_id", id);
CREATE TABLE product_video (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_video_by_parent
  ON product_video (store_id, "product_id", id);
CREATE TABLE product_complex_rule (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_complex_rule_by_parent
  ON product_complex_rule (store_id, "product_id", id);
CREATE TABLE product_review (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "product_id" INTEGER NOT NULL,
  "approved" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_review_by_parent
  ON product_review (store_id, "product_id", id);
