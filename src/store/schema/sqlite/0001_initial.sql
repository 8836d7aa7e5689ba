-- Stores, API accounts, customers and metafields. Every key begins with the store, so tenants are
-- apart by construction. Times are seconds since 1970 UTC.

CREATE TABLE store (
  store_id   INTEGER NOT NULL PRIMARY KEY,
  store_hash TEXT    NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);

-- A revoked account keeps its row: its metafields keep their owner.
CREATE TABLE api_account (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  client_id   TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  scopes      TEXT    NOT NULL,
  secret_hash TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  revoked_at  INTEGER,
  PRIMARY KEY (store_id, client_id)
) WITHOUT ROWID;

CREATE TABLE access_token (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  store_id   INTEGER NOT NULL,
  client_id  TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
) WITHOUT ROWID;
CREATE INDEX access_token_by_account ON access_token (store_id, client_id);

-- The last id given out, per store and kind of entity. Ids are never reused.
CREATE TABLE id_sequence (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  name     TEXT    NOT NULL,
  last_id  INTEGER NOT NULL,
  PRIMARY KEY (store_id, name)
) WITHOUT ROWID;

-- How many rows a list without filters has, kept in the transaction that changes them, so that no
-- total costs a scan. audience is '' where everybody counts a row, else the only client that does.
CREATE TABLE row_count (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  subject  TEXT    NOT NULL,
  audience TEXT    NOT NULL,
  total    INTEGER NOT NULL,
  PRIMARY KEY (store_id, subject, audience)
) WITHOUT ROWID;

CREATE TABLE customer (
  store_id                INTEGER NOT NULL REFERENCES store (store_id),
  id                      INTEGER NOT NULL,
  email                   TEXT    NOT NULL,
  email_fold              TEXT    NOT NULL,
  first_name              TEXT    NOT NULL,
  last_name               TEXT    NOT NULL,
  name_fold               TEXT    NOT NULL,
  last_name_fold          TEXT    NOT NULL,
  company                 TEXT    NOT NULL,
  phone                   TEXT    NOT NULL,
  registration_ip_address TEXT    NOT NULL,
  notes                   TEXT    NOT NULL,
  tax_exempt_category     TEXT    NOT NULL,
  customer_group_id       INTEGER NOT NULL,
  address_count           INTEGER NOT NULL,
  attribute_count         INTEGER NOT NULL,
  force_password_reset    INTEGER NOT NULL,
  accepts_review_emails   INTEGER NOT NULL,
  origin_channel_id       INTEGER NOT NULL,
  channel_ids             TEXT,
  created_at              INTEGER NOT NULL,
  modified_at             INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;
CREATE INDEX customer_by_email ON customer (store_id, email_fold, id);
CREATE INDEX customer_by_name ON customer (store_id, name_fold, id);
CREATE INDEX customer_by_last_name ON customer (store_id, last_name_fold, id);
CREATE INDEX customer_by_company ON customer (store_id, company, id);
CREATE INDEX customer_by_phone ON customer (store_id, phone, id);
CREATE INDEX customer_by_group ON customer (store_id, customer_group_id, id);
CREATE INDEX customer_by_created ON customer (store_id, created_at, id);
CREATE INDEX customer_by_modified ON customer (store_id, modified_at, id);

-- Metafields of one resource lie together, in the order of their lists. audience is the owner for
-- app_only fields and '' for all others: a list walks only what its caller may read.
CREATE TABLE metafield (
  store_id        INTEGER NOT NULL REFERENCES store (store_id),
  resource_type   INTEGER NOT NULL,
  resource_id     TEXT    NOT NULL,
  id              INTEGER NOT NULL,
  owner_client_id TEXT    NOT NULL,
  audience        TEXT    NOT NULL,
  permission_set  INTEGER NOT NULL,
  namespace       TEXT    NOT NULL,
  key             TEXT    NOT NULL,
  value           TEXT    NOT NULL,
  description     TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  modified_at     INTEGER NOT NULL,
  PRIMARY KEY (store_id, resource_type, resource_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX metafield_by_name
  ON metafield (store_id, resource_type, resource_id, owner_client_id, namespace, key);
CREATE UNIQUE INDEX metafield_by_id ON metafield (store_id, resource_type, id);
CREATE INDEX metafield_by_audience ON metafield (store_id, resource_type, audience, id);
CREATE INDEX metafield_by_namespace ON metafield (store_id, resource_type, namespace, id);
CREATE INDEX metafield_by_key ON metafield (store_id, resource_type, key, id);
