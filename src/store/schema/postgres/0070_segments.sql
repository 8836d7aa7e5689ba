-- Segments and shopper profiles: printed from their declarations.
CREATE TABLE segment (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  uuid TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX segment_by_uuid
  ON segment (store_id, uuid);
CREATE UNIQUE INDEX segment_by_name
  ON segment (store_id, "name");
CREATE TABLE shopper_profile (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  uuid TEXT COLLATE "C" NOT NULL,
  "customer_id" BIGINT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX shopper_profile_by_uuid
  ON shopper_profile (store_id, uuid);
CREATE UNIQUE INDEX shopper_profile_by_customer_id
  ON shopper_profile (store_id, "customer_id");
CREATE TABLE shopper_profile__segment_ids (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  value TEXT COLLATE "C" NOT NULL,
  id BIGINT NOT NULL,
  PRIMARY KEY (store_id, value, id)
);
CREATE INDEX shopper_profile__segment_ids_by_id
  ON shopper_profile__segment_ids (store_id, id);
