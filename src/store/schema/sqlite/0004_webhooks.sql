-- Hooks and what they are to be told (docs/contract/webhooks.md). Times are seconds unless the name
-- ends in _ms.

-- The client secret under a key that is not in the database: deliveries are signed with it (WH-44).
-- NULL: only its hash is known.
ALTER TABLE api_account ADD COLUMN sealed_secret TEXT;

-- headers is a JSON object, NULL when there are none; last, because few readers want it.
-- deactivated: switched off by the server, not by its owner (WH-81). last_event_at: about when it
-- last had an event, else when it was last switched on (WH-25).
CREATE TABLE hook (
  store_id      INTEGER NOT NULL REFERENCES store (store_id),
  id            INTEGER NOT NULL,
  client_id     TEXT    NOT NULL,
  scope         TEXT    NOT NULL,
  is_active     INTEGER NOT NULL,
  deactivated   INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  last_event_at INTEGER NOT NULL,
  destination   TEXT    NOT NULL,
  headers       TEXT,
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX hook_by_client ON hook (store_id, client_id, scope, destination);

-- Who is told when a hook is deactivated (WH-16). place keeps the order in which they were sent.
CREATE TABLE hook_email (
  store_id  INTEGER NOT NULL,
  client_id TEXT    NOT NULL,
  place     INTEGER NOT NULL,
  email     TEXT    NOT NULL,
  PRIMARY KEY (store_id, client_id, place),
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
) WITHOUT ROWID;

-- The process that delivers to a hook at present, and until when. reload: events were added among
-- those that it has read already.
CREATE TABLE hook_lease (
  store_id INTEGER NOT NULL,
  hook_id  INTEGER NOT NULL,
  owner    TEXT    NOT NULL,
  until_ms INTEGER NOT NULL,
  reload   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (store_id, hook_id)
) WITHOUT ROWID;

-- One row per event and hook it has yet to reach, written in the transaction of the change. Two
-- hooks share the event_id of one event. resource is what the event is about: its order is kept.
-- There is no foreign key to hook, because every write would pay for it: fieldstone check looks.
CREATE TABLE outbox (
  store_id   INTEGER NOT NULL,
  hook_id    INTEGER NOT NULL,
  event_id   INTEGER NOT NULL,
  scope      TEXT    NOT NULL,
  resource   TEXT    NOT NULL,
  data       TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  attempts   INTEGER NOT NULL,
  next_at_ms INTEGER NOT NULL,
  PRIMARY KEY (store_id, hook_id, event_id)
) WITHOUT ROWID;
CREATE INDEX outbox_by_resource ON outbox (store_id, hook_id, resource, event_id);

-- What became of each attempt. status 0: there was no answer, error says why.
CREATE TABLE hook_attempt (
  store_id         INTEGER NOT NULL,
  id               INTEGER NOT NULL,
  hook_id          INTEGER NOT NULL,
  event_id         INTEGER NOT NULL,
  scope            TEXT    NOT NULL,
  resource         TEXT    NOT NULL,
  data             TEXT    NOT NULL,
  event_created_at INTEGER NOT NULL,
  attempt          INTEGER NOT NULL,
  attempted_at_ms  INTEGER NOT NULL,
  status           INTEGER NOT NULL,
  error            TEXT    NOT NULL,
  latency_ms       INTEGER NOT NULL,
  response         TEXT    NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;

-- Domains that get no deliveries of a client for a while (WH-82). reasons is JSON (WH-15).
CREATE TABLE hook_block (
  store_id  INTEGER NOT NULL,
  client_id TEXT    NOT NULL,
  domain    TEXT    NOT NULL,
  until_ms  INTEGER NOT NULL,
  reasons   TEXT    NOT NULL,
  PRIMARY KEY (store_id, client_id, domain)
) WITHOUT ROWID;
