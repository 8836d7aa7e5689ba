-- Spreads the tables of Fieldstone over the nodes of a Citus cluster, by store. Run it once, on the
-- coordinator, after `fieldstone migrate` has made the tables and before anybody serves them. A test
-- compares this file with the schema: every table is here, after the tables that it points to.

CREATE EXTENSION IF NOT EXISTS citus;

-- A token is looked up by its hash, before its store is known: these two are on every node. What is on
-- every node may not point to what is on one, so this foreign key goes; `fieldstone check` looks for
-- tokens without an account instead.
ALTER TABLE access_token DROP CONSTRAINT access_token_store_id_client_id_fkey;
SELECT create_reference_table('store');
SELECT create_reference_table('access_token');
-- Apps are of no store.
SELECT create_reference_table('app');

-- All others lie with their store.
SELECT create_distributed_table('api_account', 'store_id', colocate_with => 'none');
SELECT create_distributed_table('id_sequence', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('row_count', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('day_count', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('known_resource', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('metafield', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_group', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_settings', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_address', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_attribute', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_attribute_value', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_consent', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('customer_password', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('stored_instrument', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('form_field', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('form_field_value', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('hook', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('hook_email', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('hook_lease', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('outbox', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('hook_attempt', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('hook_block', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('store_user', 'store_id', colocate_with => 'api_account');
SELECT create_distributed_table('app_code', 'store_id', colocate_with => 'api_account');
-- Record types: every other table with a store_id. They point to the store alone, so their order does not matter.
SELECT create_distributed_table(c.oid::regclass::text, 'store_id', colocate_with => 'api_account')
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'store_id'
 WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
   AND c.oid NOT IN (SELECT logicalrelid FROM pg_dist_partition) ORDER BY c.relname;
