-- Segments and shopper profiles: printed from their declarations.
CREATE TABLE segment (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  "name" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX segment_by_uuid
  ON segment (store_id, uuid);
CREATE UNIQUE INDEX segment_by_name
  ON segment (store_id, "name");
CREATE TABLE shopper_profile (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  "customer_id" INTEGER,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX shopper_profile_by_uuid
  ON shopper_profile (store_id, uuid);
CREATE UNIQUE INDEX shopper_profile_by_customer_id
  ON shopper_profile (store_id, "customer_id");
CREATE TABLE shopper_profile__segment_ids (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  value TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (store_id, value, id)
) WITHOUT ROWID;
CREATE INDEX shopper_profile__segment_ids_by_id
  ON shopper_profile__segment_ids (store_id, id);
