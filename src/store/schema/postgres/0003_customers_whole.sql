-- What belongs to customers: groups, addresses, attributes, form fields, consent, settings, passwords,
-- stored instruments; and the indexes that keep their lists flat.

ALTER TABLE customer ADD COLUMN store_credit_cents BIGINT NOT NULL DEFAULT 0;

-- Whether a group is the default or the guests' one is said by customer_settings alone.
CREATE TABLE customer_group (
  store_id             BIGINT NOT NULL REFERENCES store (store_id),
  id                   BIGINT NOT NULL,
  name                 TEXT COLLATE "C" NOT NULL,
  name_fold            TEXT COLLATE "C" NOT NULL,
  category_access_type BIGINT NOT NULL,
  category_ids         TEXT COLLATE "C" NOT NULL,
  discount_rules       TEXT COLLATE "C" NOT NULL,
  created_at           BIGINT NOT NULL,
  modified_at          BIGINT NOT NULL,
  PRIMARY KEY (store_id, id)
);

-- channel_id 0: the store's own settings. NULL: not set here.
CREATE TABLE customer_settings (
  store_id                     BIGINT NOT NULL REFERENCES store (store_id),
  channel_id                   BIGINT NOT NULL,
  ask_for_consent              BIGINT,
  policy_url                   TEXT COLLATE "C",
  ask_for_consent_on_checkout  BIGINT,
  guest_customer_group_id      BIGINT,
  default_customer_group_id    BIGINT,
  allow_global_logins          BIGINT,
  PRIMARY KEY (store_id, channel_id)
);

CREATE TABLE customer_address (
  store_id          BIGINT NOT NULL REFERENCES store (store_id),
  id                BIGINT NOT NULL,
  customer_id       BIGINT NOT NULL,
  first_name        TEXT COLLATE "C" NOT NULL,
  last_name         TEXT COLLATE "C" NOT NULL,
  name_fold         TEXT COLLATE "C" NOT NULL,
  company           TEXT COLLATE "C" NOT NULL,
  address1          TEXT COLLATE "C" NOT NULL,
  address2          TEXT COLLATE "C" NOT NULL,
  city              TEXT COLLATE "C" NOT NULL,
  state_or_province TEXT COLLATE "C" NOT NULL,
  postal_code       TEXT COLLATE "C" NOT NULL,
  country_code      TEXT COLLATE "C" NOT NULL,
  phone             TEXT COLLATE "C" NOT NULL,
  address_type      BIGINT NOT NULL,
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
);
CREATE INDEX customer_address_by_customer ON customer_address (store_id, customer_id, id);
CREATE INDEX customer_address_by_name ON customer_address (store_id, name_fold, id);
CREATE INDEX customer_address_by_company ON customer_address (store_id, company, id);

CREATE TABLE customer_attribute (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  id          BIGINT NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,
  name_fold   TEXT COLLATE "C" NOT NULL,
  type        BIGINT NOT NULL,
  created_at  BIGINT NOT NULL,
  modified_at BIGINT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX customer_attribute_by_name ON customer_attribute (store_id, name_fold);

CREATE TABLE customer_attribute_value (
  store_id     BIGINT NOT NULL REFERENCES store (store_id),
  id           BIGINT NOT NULL,
  customer_id  BIGINT NOT NULL,
  attribute_id BIGINT NOT NULL,
  value        TEXT COLLATE "C" NOT NULL,
  created_at   BIGINT NOT NULL,
  modified_at  BIGINT NOT NULL,
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id),
  FOREIGN KEY (store_id, attribute_id) REFERENCES customer_attribute (store_id, id)
);
CREATE UNIQUE INDEX customer_attribute_value_by_customer
  ON customer_attribute_value (store_id, customer_id, attribute_id);
CREATE INDEX customer_attribute_value_by_attribute
  ON customer_attribute_value (store_id, attribute_id, id);

-- owner_kind: 0 customer, 1 address. options is a JSON array of strings.
CREATE TABLE form_field (
  store_id   BIGINT NOT NULL REFERENCES store (store_id),
  id         BIGINT NOT NULL,
  owner_kind BIGINT NOT NULL,
  name       TEXT COLLATE "C" NOT NULL,
  type       BIGINT NOT NULL,
  options    TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX form_field_by_name ON form_field (store_id, owner_kind, name);

-- session_id names the owner: 2n is customer n, 2n+1 is address n. value is JSON.
CREATE TABLE form_field_value (
  store_id   BIGINT NOT NULL REFERENCES store (store_id),
  session_id BIGINT NOT NULL,
  field_id   BIGINT NOT NULL,
  value      TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, session_id, field_id),
  FOREIGN KEY (store_id, field_id) REFERENCES form_field (store_id, id)
);
CREATE INDEX form_field_value_by_field ON form_field_value (store_id, field_id, session_id);

-- allow and deny are sets of bits, one per kind of consent.
CREATE TABLE customer_consent (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  customer_id BIGINT NOT NULL,
  allow       BIGINT NOT NULL,
  deny        BIGINT NOT NULL,
  updated_at  BIGINT NOT NULL,
  PRIMARY KEY (store_id, customer_id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
);

-- Apart from the customer, so that no read of a customer can carry it.
CREATE TABLE customer_password (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  customer_id BIGINT NOT NULL,
  hash        TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, customer_id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
);

-- details is the whole instrument as JSON, masked when it was entered.
CREATE TABLE stored_instrument (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  customer_id BIGINT NOT NULL,
  id          BIGINT NOT NULL,
  details     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, customer_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
);

-- How many rows carry a date of that day (days since 1970), kept in the transaction that changes
-- them: a count over years adds up days instead of visiting rows. Their ids lie in first_id …
-- last_id, bounds that only ever widen.
CREATE TABLE day_count (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  subject  TEXT COLLATE "C" NOT NULL,
  day      BIGINT NOT NULL,
  total    BIGINT NOT NULL,
  first_id BIGINT NOT NULL,
  last_id  BIGINT NOT NULL,
  PRIMARY KEY (store_id, subject, day)
);
INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)
  SELECT store_id, 'customer/created', created_at / 86400, count(*), min(id), max(id)
  FROM customer GROUP BY 1, 3;
INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)
  SELECT store_id, 'customer/modified', modified_at / 86400, count(*), min(id), max(id)
  FROM customer GROUP BY 1, 3;

-- Customers made over the API have none (CU-6): the few that do are found without a scan.
CREATE INDEX customer_by_registration_ip ON customer (store_id, registration_ip_address, id)
  WHERE registration_ip_address <> '';

-- Substrings of names: trigrams of the folded name, beside the store so that a search touches one
-- store's entries. Both extensions are trusted: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX customer_name_search ON customer USING gin (store_id, name_fold gin_trgm_ops);
