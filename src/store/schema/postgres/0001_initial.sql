-- Stores, API accounts, customers and metafields. Every key begins with the store, so tenants are
-- apart by construction. Times are seconds since 1970 UTC. Text compares by its bytes, as in the
-- other engine: the order of a list must not depend on the locale of a server.

CREATE TABLE store (
  store_id   BIGINT NOT NULL PRIMARY KEY,
  store_hash TEXT COLLATE "C" NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- A revoked account keeps its row: its metafields keep their owner.
CREATE TABLE api_account (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  client_id   TEXT COLLATE "C" NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  scopes      TEXT COLLATE "C" NOT NULL,
  secret_hash TEXT COLLATE "C" NOT NULL,
  created_at  BIGINT NOT NULL,
  revoked_at  BIGINT,
  PRIMARY KEY (store_id, client_id)
);

CREATE TABLE access_token (
  token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  store_id   BIGINT NOT NULL,
  client_id  TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
);
CREATE INDEX access_token_by_account ON access_token (store_id, client_id);

-- The last id given out, per store and kind of entity. Ids are never reused.
CREATE TABLE id_sequence (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  name     TEXT COLLATE "C" NOT NULL,
  last_id  BIGINT NOT NULL,
  PRIMARY KEY (store_id, name)
);

-- How many rows a list without filters has, kept in the transaction that changes them, so that no
-- total costs a scan. audience is '' where everybody counts a row, else the only client that does.
CREATE TABLE row_count (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  subject  TEXT COLLATE "C" NOT NULL,
  audience TEXT COLLATE "C" NOT NULL,
  total    BIGINT NOT NULL,
  PRIMARY KEY (store_id, subject, audience)
);

CREATE TABLE customer (
  store_id                BIGINT NOT NULL REFERENCES store (store_id),
  id                      BIGINT NOT NULL,
  email                   TEXT COLLATE "C" NOT NULL,
  email_fold              TEXT COLLATE "C" NOT NULL,
  first_name              TEXT COLLATE "C" NOT NULL,
  last_name               TEXT COLLATE "C" NOT NULL,
  name_fold               TEXT COLLATE "C" NOT NULL,
  last_name_fold          TEXT COLLATE "C" NOT NULL,
  company                 TEXT COLLATE "C" NOT NULL,
  phone                   TEXT COLLATE "C" NOT NULL,
  registration_ip_address TEXT COLLATE "C" NOT NULL,
  notes                   TEXT COLLATE "C" NOT NULL,
  tax_exempt_category     TEXT COLLATE "C" NOT NULL,
  customer_group_id       BIGINT NOT NULL,
  address_count           BIGINT NOT NULL,
  attribute_count         BIGINT NOT NULL,
  force_password_reset    BIGINT NOT NULL,
  accepts_review_emails   BIGINT NOT NULL,
  origin_channel_id       BIGINT NOT NULL,
  channel_ids             TEXT COLLATE "C",
  created_at              BIGINT NOT NULL,
  modified_at             BIGINT NOT NULL,
  PRIMARY KEY (store_id, id)
);
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
  store_id        BIGINT NOT NULL REFERENCES store (store_id),
  resource_type   BIGINT NOT NULL,
  resource_id     TEXT COLLATE "C" NOT NULL,
  id              BIGINT NOT NULL,
  owner_client_id TEXT COLLATE "C" NOT NULL,
  audience        TEXT COLLATE "C" NOT NULL,
  permission_set  BIGINT NOT NULL,
  namespace       TEXT COLLATE "C" NOT NULL,
  key             TEXT COLLATE "C" NOT NULL,
  value           TEXT COLLATE "C" NOT NULL,
  description     TEXT COLLATE "C" NOT NULL,
  created_at      BIGINT NOT NULL,
  modified_at     BIGINT NOT NULL,
  PRIMARY KEY (store_id, resource_type, resource_id, id)
);
CREATE UNIQUE INDEX metafield_by_name
  ON metafield (store_id, resource_type, resource_id, owner_client_id, namespace, key);
CREATE UNIQUE INDEX metafield_by_id ON metafield (store_id, resource_type, id);
CREATE INDEX metafield_by_audience ON metafield (store_id, resource_type, audience, id);
CREATE INDEX metafield_by_namespace ON metafield (store_id, resource_type, namespace, id);
CREATE INDEX metafield_by_key ON metafield (store_id, resource_type, key, id);
