-- Apps, who uses a store's control panel, and codes that an app exchanges for its token
-- (docs/contract/apps.md). An installation is an api_account with the app's client id. Times are
-- seconds.

-- Of no store: one app may be installed in many. Scopes stand apart by blanks. Addresses are empty
-- where the app has none. account_uuid: of whom registered the app.
CREATE TABLE app (
  client_id       TEXT NOT NULL PRIMARY KEY,
  name            TEXT NOT NULL,
  scopes          TEXT NOT NULL,
  secret_hash     TEXT NOT NULL,
  sealed_secret   TEXT NOT NULL,
  account_uuid    TEXT NOT NULL,
  auth_url        TEXT NOT NULL,
  load_url        TEXT NOT NULL,
  uninstall_url   TEXT NOT NULL,
  remove_user_url TEXT NOT NULL,
  created_at      INTEGER NOT NULL
) WITHOUT ROWID;

-- People, not customers. A store has one owner at most.
CREATE TABLE store_user (
  store_id   INTEGER NOT NULL REFERENCES store (store_id),
  id         INTEGER NOT NULL,
  email      TEXT NOT NULL,
  is_owner   INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (store_id, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX store_user_by_email ON store_user (store_id, email);

-- redeemed_at NULL: nobody has exchanged it yet.
CREATE TABLE app_code (
  store_id    INTEGER NOT NULL REFERENCES store (store_id),
  code_hash   TEXT NOT NULL,
  client_id   TEXT NOT NULL,
  user_id     INTEGER NOT NULL,
  scopes      TEXT NOT NULL,
  expires_at  INTEGER NOT NULL,
  redeemed_at INTEGER,
  PRIMARY KEY (store_id, code_hash)
) WITHOUT ROWID;
