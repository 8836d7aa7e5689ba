-- Record types. The statements are printed from their declarations (docs/adding-a-resource.md).
CREATE TABLE subscriber (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "email" TEXT,
  "first_name" TEXT,
  "last_name" TEXT,
  "source" TEXT,
  "order_id" INTEGER,
  "channel_id" INTEGER,
  "date_modified" INTEGER,
  "date_created" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX subscriber_by_email
  ON subscriber (store_id, "email", id);
CREATE INDEX subscriber_by_order_id
  ON subscriber (store_id, "order_id", id);
CREATE INDEX subscriber_by_channel_id
  ON subscriber (store_id, "channel_id", id);
CREATE INDEX subscriber_by_date_modified
  ON subscriber (store_id, "date_modified", id);
CREATE INDEX subscriber_by_date_created
  ON subscriber (store_id, "date_created", id);
