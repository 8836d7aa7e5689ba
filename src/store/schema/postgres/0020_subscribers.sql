-- Record types. The statements are printed from their declarations (docs/adding-a-resource.md).
CREATE TABLE subscriber (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "email" TEXT COLLATE "C",
  "first_name" TEXT COLLATE "C",
  "last_name" TEXT COLLATE "C",
  "source" TEXT COLLATE "C",
  "order_id" BIGINT,
  "channel_id" BIGINT,
  "date_modified" BIGINT,
  "date_created" BIGINT,
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
