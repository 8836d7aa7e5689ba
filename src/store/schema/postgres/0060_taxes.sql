-- Taxes. The statements are printed from their declarations (docs/adding-a-resource.md).
CREATE TABLE tax_class (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX tax_class_by_name
  ON tax_class (store_id, "name");
CREATE TABLE tax_zone (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE TABLE tax_rate (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "tax_zone_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX tax_rate_by_tax_zone_id
  ON tax_rate (store_id, "tax_zone_id", id);
CREATE TABLE tax_property (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "code" TEXT COLLATE "C",
  "type" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX tax_property_by_code
  ON tax_property (store_id, "code");
CREATE INDEX tax_property_by_type
  ON tax_property (store_id, "type", id);
CREATE TABLE product_tax (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "product_id" BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX product_tax_by_parent
  ON product_tax (store_id, "product_id", id);
CREATE TABLE product_tax__codes (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX product_tax__codes_by_id
  ON product_tax__codes (store_id, id);
CREATE TABLE customer_tax (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "customer_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX customer_tax_by_customer_id
  ON customer_tax (store_id, "customer_id");
CREATE TABLE customer_tax__codes (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX customer_tax__codes_by_id
  ON customer_tax__codes (store_id, id);
CREATE TABLE tax_connection (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "provider_id" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX tax_connection_by_provider_id
  ON tax_connection (store_id, "provider_id");
