-- What belongs to customers: groups, addresses, attributes, form fields, consent, settings, passwords,
-- stored instruments; and the indexes that keep their lists flat.

ALTER TABLE customer ADD COLUMN store_credit_cents INTEGER NOT NULL DEFAULT 0;

-- Whether a group is the default or the guests' one is said by customer_settings alone.
CREATE TABLE customer_group (
  store_id             INTEGER NOT NULL REFERENCES store (store_id),
  id                   INTEGER NOT NULL,
  name                 TEXT    NOT NULL,
  name_fold            TEXT    NOT NULL,
  category_access_type INTEGER NOT NULL,
  category_ids         TEXT    NOT NULL,
  discount_rules       TEXT    NOT NULL,
  created_at           INTEGER NOT NULL,
  modified_at          INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

-- channel_id 0: the store's own settings. NULL: not set here.
CREATE TABLE customer_settings (
  store_id                     INTEGER NOT NULL REFERENCES store (store_id),
  channel_id                   INTEGER NOT NULL,
  ask_for_consent              INTEGER,
  policy_url                   TEXT,
  ask_for_consent_on_checkout  INTEGER,
  guest_customer_group_id      INTEGER,
  default_customer_group_id    INTEGER,
  allow_global_logins          INTEGER,
  PRIMARY KEY (store_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE customer_address (
  store_id          INTEGER NOT NULL REFERENCES store (store_id),
  id                INTEGER NOT NULL,
  customer_id       INTEGER NOT NULL,
  first_name        TEXT    NOT NULL,
  last_name         TEXT    NOT NULL,
  name_fold         TEXT    NOT NULL,
  company           TEXT    NOT NULL,
  address1          TEXT    NOT NULL,
  address2          TEXT    NOT NULL,
  city              TEXT    NOT NULL,
  state_or_province TEXT    NOT NULL,
  postal_code       TEXT    NOT NULL,
  country_code      TEXT    NOT NULL,
  phone             TEXT    NOT NULL,
  address_type      INTEGER NOT NULL,
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
) WITHOUT ROWID;
CREATE INDEX customer_address_by_customer ON customer_address (store_id, customer_id, id);
CREATE INDEX customer_address_by_name ON customer_address (store_id, name_fold, id);
CREATE INDEX customer_address_by_company ON customer_address (store_id, company, id);

CREATE TABLE customer_attribute (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  id          INTEGER NOT NULL,
  name        TEXT    NOT NULL,
  name_fold   TEXT    NOT NULL,
  type        INTEGER NOT NULL,
  created_at  INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX customer_attribute_by_name ON customer_attribute (store_id, name_fold);

CREATE TABLE customer_attribute_value (
  store_id     INTEGER NOT NULL REFERENCES store (store_id),
  id           INTEGER NOT NULL,
  customer_id  INTEGER NOT NULL,
  attribute_id INTEGER NOT NULL,
  value        TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  modified_at  INTEGER NOT NULL,
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id),
  FOREIGN KEY (store_id, attribute_id) REFERENCES customer_attribute (store_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX customer_attribute_value_by_customer
  ON customer_attribute_value (store_id, customer_id, attribute_id);
CREATE INDEX customer_attribute_value_by_attribute
  ON customer_attribute_value (store_id, attribute_id, id);

-- owner_kind: 0 customer, 1 address. options stand one a line.
CREATE TABLE form_field (
  store_id   INTEGER NOT NULL REFERENCES store (store_id),
  id         INTEGER NOT NULL,
  owner_kind INTEGER NOT NULL,
  name       TEXT    NOT NULL,
  type       INTEGER NOT NULL,
  options    TEXT    NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX form_field_by_name ON form_field (store_id, owner_kind, name);

-- session_id names the owner: 2n is customer n, 2n+1 is address n. value is JSON.
CREATE TABLE form_field_value (
  store_id   INTEGER NOT NULL REFERENCES store (store_id),
  session_id INTEGER NOT NULL,
  field_id   INTEGER NOT NULL,
  value      TEXT    NOT NULL,
  PRIMARY KEY (store_id, session_id, field_id),
  FOREIGN KEY (store_id, field_id) REFERENCES form_field (store_id, id)
) WITHOUT ROWID;
CREATE INDEX form_field_value_by_field ON form_field_value (store_id, field_id, session_id);

-- allow and deny are sets of bits, one per kind of consent.
CREATE TABLE customer_consent (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  customer_id INTEGER NOT NULL,
  allow       INTEGER NOT NULL,
  deny        INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  PRIMARY KEY (store_id, customer_id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
) WITHOUT ROWID;

-- Apart from the customer, so that no read of a customer can carry it.
CREATE TABLE customer_password (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  customer_id INTEGER NOT NULL,
  hash        TEXT    NOT NULL,
  PRIMARY KEY (store_id, customer_id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
) WITHOUT ROWID;

-- details is the whole instrument as JSON, masked when it was entered.
CREATE TABLE stored_instrument (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  customer_id INTEGER NOT NULL,
  id          INTEGER NOT NULL,
  details     TEXT    NOT NULL,
  PRIMARY KEY (store_id, customer_id, id),
  FOREIGN KEY (store_id, customer_id) REFERENCES customer (store_id, id)
) WITHOUT ROWID;

-- How many rows carry a date of that day (days since 1970), kept in the transaction that changes
-- them: a count over years adds up days instead of visiting rows. Their ids lie in first_id …
-- last_id, bounds that only ever widen.
CREATE TABLE day_count (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  subject  TEXT    NOT NULL,
  day      INTEGER NOT NULL,
  total    INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  last_id  INTEGER NOT NULL,
  PRIMARY KEY (store_id, subject, day)
) WITHOUT ROWID;
INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)
  SELECT store_id, 'customer/created', created_at / 86400, count(*), min(id), max(id)
  FROM customer GROUP BY 1, 3;
INSERT INTO day_count (store_id, subject, day, total, first_id, last_id)
  SELECT store_id, 'customer/modified', modified_at / 86400, count(*), min(id), max(id)
  FROM customer GROUP BY 1, 3;

-- Customers made over the API have none (CU-6): the few that do are found without a scan.
CREATE INDEX customer_by_registration_ip ON customer (store_id, registration_ip_address, id)
  WHERE registration_ip_address <> '';

-- Substrings of names: which trigrams the folded name has, kept by store/name_search. The rowid is
-- store_id * 2^31 + id, so that the rows of one store lie together; ids of customers are below 2^31
-- (CU-1). Where in the name a trigram stands is not kept: whoever asks looks at the name itself.
CREATE VIRTUAL TABLE customer_name_search USING fts5
  (name_fold, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
INSERT INTO customer_name_search (rowid, name_fold)
  SELECT store_id * 2147483648 + id, name_fold FROM customer;
