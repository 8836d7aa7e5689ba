-- Searches of customers that cost the same in a store of a million as in one of ten thousand.

-- Substrings of names: which pieces of one, two, three and six characters the folded name has, as
-- words that name_grams() makes (store/name_grams). The rowid is store_id * 2^31 + id, so that the
-- rows of one store lie together; ids of customers are below 2^31 (CU-1). Where in the name a piece
-- stands is not kept: whoever asks looks at the name itself.
DROP TABLE customer_name_search;
CREATE VIRTUAL TABLE customer_name_search USING fts5
  (grams, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '_'");
INSERT INTO customer_name_search (rowid, grams)
  SELECT store_id * 2147483648 + id, name_grams(name_fold) FROM customer;

-- Both dates in the order of ids: a list by id with a filter on a date meets its rows here, at a
-- tenth of the bytes of the customers it passes.
CREATE INDEX customer_dates ON customer (store_id, id, created_at, modified_at);
