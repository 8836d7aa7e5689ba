-- Hooks and what they are to be told (docs/contract/webhooks.md). Times are seconds unless the name
-- ends in _ms.

-- The client secret under a key that is not in the database: deliveries are signed with it (WH-44).
-- NULL: only its hash is known.
ALTER TABLE api_account ADD COLUMN sealed_secret TEXT COLLATE "C";

-- headers is a JSON object, NULL when there are none; last, because few readers want it.
-- deactivated: switched off by the server, not by its owner (WH-81). last_event_at: about when it
-- last had an event, else when it was last switched on (WH-25).
CREATE TABLE hook (
  store_id      BIGINT NOT NULL REFERENCES store (store_id),
  id            BIGINT NOT NULL,
  client_id     TEXT COLLATE "C" NOT NULL,
  scope         TEXT COLLATE "C" NOT NULL,
  is_active     BIGINT NOT NULL,
  deactivated   BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  last_event_at BIGINT NOT NULL,
  destination   TEXT COLLATE "C" NOT NULL,
  headers       TEXT COLLATE "C",
  PRIMARY KEY (store_id, id),
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
);
CREATE UNIQUE INDEX hook_by_client ON hook (store_id, client_id, scope, destination);

-- Who is told when a hook is deactivated (WH-16). place keeps the order in which they were sent.
CREATE TABLE hook_email (
  store_id  BIGINT NOT NULL,
  client_id TEXT COLLATE "C" NOT NULL,
  place     BIGINT NOT NULL,
  email     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, client_id, place),
  FOREIGN KEY (store_id, client_id) REFERENCES api_account (store_id, client_id)
);

-- The process that delivers to a hook at present, and until when. reload: events were added among
-- those that it has read already.
CREATE TABLE hook_lease (
  store_id BIGINT NOT NULL,
  hook_id  BIGINT NOT NULL,
  owner    TEXT COLLATE "C" NOT NULL,
  until_ms BIGINT NOT NULL,
  reload   BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (store_id, hook_id)
);

-- One row per event and hook it has yet to reach, written in the transaction of the change. Two
-- hooks share the event_id of one event. resource is what the event is about: its order is kept.
-- There is no foreign key to hook, because every write would pay for it: fieldstone check looks.
CREATE TABLE outbox (
  store_id   BIGINT NOT NULL,
  hook_id    BIGINT NOT NULL,
  event_id   BIGINT NOT NULL,
  scope      TEXT COLLATE "C" NOT NULL,
  resource   TEXT COLLATE "C" NOT NULL,
  data       TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  attempts   BIGINT NOT NULL,
  next_at_ms BIGINT NOT NULL,
  PRIMARY KEY (store_id, hook_id, event_id)
);
CREATE INDEX outbox_by_resource ON outbox (store_id, hook_id, resource, event_id);

-- What became of each attempt. status 0: there was no answer, error says why.
CREATE TABLE hook_attempt (
  store_id         BIGINT NOT NULL,
  id               BIGINT NOT NULL,
  hook_id          BIGINT NOT NULL,
  event_id         BIGINT NOT NULL,
  scope            TEXT COLLATE "C" NOT NULL,
  resource         TEXT COLLATE "C" NOT NULL,
  data             TEXT COLLATE "C" NOT NULL,
  event_created_at BIGINT NOT NULL,
  attempt          BIGINT NOT NULL,
  attempted_at_ms  BIGINT NOT NULL,
  status           BIGINT NOT NULL,
  error            TEXT COLLATE "C" NOT NULL,
  latency_ms       BIGINT NOT NULL,
  response         TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, id)
);

-- Domains that get no deliveries of a client for a while (WH-82). reasons is JSON (WH-15).
CREATE TABLE hook_block (
  store_id  BIGINT NOT NULL,
  client_id TEXT COLLATE "C" NOT NULL,
  domain    TEXT COLLATE "C" NOT NULL,
  until_ms  BIGINT NOT NULL,
  reasons   TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, client_id, domain)
);
