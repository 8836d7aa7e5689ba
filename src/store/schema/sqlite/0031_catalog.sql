-- Record types. The statements are printed from their declarations (docs/adding-a-resource.md).
CREATE TABLE brand (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "name" TEXT,
  "page_title" TEXT,
  "custom_url" TEXT,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE TABLE category_tree__channels (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  value INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (store_id, value, id)
) WITHOUT ROWID;
CREATE INDEX category_tree__channels_by_id
  ON category_tree__channels (store_id, id);
CREATE TABLE category (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "tree_id" INTEGER NOT NULL,
  "parent_id" INTEGER,
  "name" TEXT,
  "sort_order" INTEGER,
  "page_title" TEXT,
  "is_visible" INTEGER,
  "custom_url" TEXT,
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
