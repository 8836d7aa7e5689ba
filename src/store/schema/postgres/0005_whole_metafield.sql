-- Metafields as they are read. PostgreSQL keeps long values apart by itself (TOAST); SQLite needs a table
-- for them, and a view that puts them back. One name, so that both engines take the same statements.
CREATE VIEW whole_metafield AS
  SELECT store_id, resource_type, resource_id, id, owner_client_id, audience, permission_set, namespace, key,
    value, description, created_at, modified_at
  FROM metafield;
