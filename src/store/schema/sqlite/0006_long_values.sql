-- Long values out of the rows of metafields. A row that is larger than a quarter of a page overflows,
-- and where such a row guides a search through the tree, the search reads all of it to compare keys:
-- a value of 60 kB is read by whoever passes. Rows without it are short, so more of them are in memory.
-- Whoever reads values reads whole_metafield; whoever changes or deletes a row of metafield does it as before. An
-- INSERT leaves the value in its row, where it is read just as well, and a later UPDATE of the value moves it: a
-- trigger here would cost every short row a statement journal, some 15,000 instructions.
CREATE TABLE long_value (
  long_value_id INTEGER NOT NULL PRIMARY KEY,
  store_id      INTEGER NOT NULL,
  value         TEXT    NOT NULL
);

-- Where this is not null, `value` is '' and stands there.
ALTER TABLE metafield ADD COLUMN long_value_id INTEGER;

CREATE VIEW whole_metafield AS
  SELECT store_id, resource_type, resource_id, id, owner_client_id, audience, permission_set, namespace, key,
    CASE WHEN long_value_id IS NULL THEN value
      ELSE (SELECT l.value FROM long_value l WHERE l.long_value_id = metafield.long_value_id) END AS value,
    description, created_at, modified_at
  FROM metafield;

-- Not for its own updates, which set the other column, too.
CREATE TRIGGER metafield_updated AFTER UPDATE OF value ON metafield
WHEN NEW.long_value_id IS OLD.long_value_id
  AND (OLD.long_value_id IS NOT NULL OR length(CAST(NEW.value AS BLOB)) > 512)
BEGIN
  DELETE FROM long_value WHERE long_value_id = OLD.long_value_id;
  UPDATE metafield SET long_value_id = NULL
    WHERE OLD.long_value_id IS NOT NULL
      AND store_id = NEW.store_id AND resource_type = NEW.resource_type AND resource_id = NEW.resource_id
      AND id = NEW.id;
  INSERT INTO long_value (store_id, value)
    SELECT NEW.store_id, NEW.value WHERE length(CAST(NEW.value AS BLOB)) > 512;
  UPDATE metafield SET value = '', long_value_id = last_insert_rowid()
    WHERE length(CAST(NEW.value AS BLOB)) > 512
      AND store_id = NEW.store_id AND resource_type = NEW.resource_type AND resource_id = NEW.resource_id
      AND id = NEW.id;
END;

CREATE TRIGGER metafield_deleted AFTER DELETE ON metafield
WHEN OLD.long_value_id IS NOT NULL
BEGIN
  DELETE FROM long_value WHERE long_value_id = OLD.long_value_id;
END;

-- Those that are there already: metafield_updated moves each.
UPDATE metafield SET value = value WHERE length(CAST(value AS BLOB)) > 512;
