-- Record types. The statements are printed from their declarations (docs/adding-a-resource.md).
CREATE TABLE brand (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "page_title" TEXT COLLATE "C",
  "custom_url" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX brand_by_name
  ON brand (store_id, "name");
CREATE INDEX brand_by_page_title
  ON brand (store_id, "page_title", id);
CREATE UNIQUE INDEX brand_by_custom_url
  ON brand (store_id, "custom_url");
CREATE TABLE category_tree (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE TABLE category_tree__channels (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value BIGINT NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX category_tree__channels_by_id
  ON category_tree__channels (store_id, id);
CREATE TABLE category (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "tree_id" BIGINT NOT NULL,
  "parent_id" BIGINT,
  "name" TEXT COLLATE "C",
  "sort_order" BIGINT,
  "page_title" TEXT COLLATE "C",
  "is_visible" BIGINT,
  "custom_url" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX category_by_parent
  ON category (store_id, "tree_id", id);
CREATE INDEX category_by_parent_id
  ON category (store_id, "parent_id", id);
CREATE INDEX category_by_name
  ON category (store_id, "name", id);
CREATE INDEX category_by_sort_order
  ON category (store_id, "sort_order", id);
CREATE INDEX category_by_page_title
  ON category (store_id, "page_title", id);
CREATE UNIQUE INDEX category_by_custom_url
  ON category (store_id, "custom_url");
