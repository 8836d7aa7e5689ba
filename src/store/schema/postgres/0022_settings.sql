-- Settings of stores and of their channels (channel 0: the store's own), as src/types/settings declares them. A member
-- that nobody has set is not in the document.
CREATE TABLE setting (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  name TEXT COLLATE "C" NOT NULL,
  channel_id BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, name, channel_id)
);
