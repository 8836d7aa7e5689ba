-- Apps, who uses a store's control panel, and codes that an app exchanges for its token
-- (docs/contract/apps.md). An installation is an api_account with the app's client id. Times are
-- seconds.

-- Of no store: one app may be installed in many. Scopes stand apart by blanks. Addresses are empty
-- where the app has none. account_uuid: of whom registered the app.
CREATE TABLE app (
  client_id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name            TEXT COLLATE "C" NOT NULL,
  scopes          TEXT COLLATE "C" NOT NULL,
  secret_hash     TEXT COLLATE "C" NOT NULL,
  sealed_secret   TEXT COLLATE "C" NOT NULL,
  account_uuid    TEXT COLLATE "C" NOT NULL,
  auth_url        TEXT COLLATE "C" NOT NULL,
  load_url        TEXT COLLATE "C" NOT NULL,
  uninstall_url   TEXT COLLATE "C" NOT NULL,
  remove_user_url TEXT COLLATE "C" NOT NULL,
  created_at      BIGINT NOT NULL
);

-- People, not customers. A store has one owner at most.
CREATE TABLE store_user (
  store_id   BIGINT NOT NULL REFERENCES store (store_id),
  id         BIGINT NOT NULL,
  email      TEXT COLLATE "C" NOT NULL,
  is_owner   BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX store_user_by_email ON store_user (store_id, email);

-- redeemed_at NULL: nobody has exchanged it yet.
CREATE TABLE app_code (
  store_id    BIGINT NOT NULL REFERENCES store (store_id),
  code_hash   TEXT COLLATE "C" NOT NULL,
  client_id   TEXT COLLATE "C" NOT NULL,
  user_id     BIGINT NOT NULL,
  scopes      TEXT COLLATE "C" NOT NULL,
  expires_at  BIGINT NOT NULL,
  redeemed_at BIGINT,
  PRIMARY KEY (store_id, code_hash)
);
