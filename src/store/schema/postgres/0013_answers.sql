-- The form of the answers to an account (HTTP-39); null: the server's.
ALTER TABLE api_account ADD COLUMN answers bigint;
