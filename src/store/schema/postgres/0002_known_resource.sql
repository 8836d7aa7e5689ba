-- Parents that the operator has told us of, for --require-parent registered (MF-70).
CREATE TABLE known_resource (
  store_id      BIGINT NOT NULL REFERENCES store (store_id),
  resource_type BIGINT NOT NULL,
  resource_id   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, resource_type, resource_id)
);
