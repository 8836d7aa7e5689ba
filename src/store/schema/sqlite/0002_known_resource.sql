-- Parents that the operator has told us of, for --require-parent registered (MF-70).
CREATE TABLE known_resource (
  store_id      INTEGER NOT NULL REFERENCES store (store_id),
  resource_type INTEGER NOT NULL,
  resource_id   TEXT    NOT NULL,
  PRIMARY KEY (store_id, resource_type, resource_id)
) WITHOUT ROWID;
