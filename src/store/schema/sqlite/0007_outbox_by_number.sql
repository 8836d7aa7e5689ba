-- Events are found by their numbers alone: each event paid for a second index, written and deleted,
-- that only a resource with many pending events had use for.
DROP INDEX outbox_by_resource;
