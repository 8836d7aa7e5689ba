#!/bin/bash
# In FTS5 a written AND finds nothing beside a phrase without letters, and the AND that a space stands for finds the row.
# Version: SQLite 3.40.1, of Debian 12.
# Expected: phrases with only a space between them act as with AND between them, as the manual says.
# Seen: "&" has no letter or digit, so it has no token. The space passes over it. AND turns the whole query to nothing.
# Seen: with NOT or OR it counts as a phrase that no row has.
# A search that quotes each word of a user and joins them with AND finds no "Smith & Sons". Joined with spaces it does.
. "$(dirname "$0")/support/lib.sh"
need sqlite3 sqlite3
seen=$(sqlite3 :memory: <<'SQL'
CREATE VIRTUAL TABLE f USING fts5(name);
INSERT INTO f VALUES ('Smith & Sons');
CREATE TABLE q(query);
INSERT INTO q VALUES ('"Smith" "&" "Sons"'), ('"Smith" AND "&" AND "Sons"'), ('"&" "Sons"'), ('"&" AND "Sons"'),
  ('"Sons" NOT "&"'), ('"Sons" OR "&"'), ('"&"');
SELECT query, (SELECT count(*) FROM f WHERE f MATCH query) FROM q;
SQL
)
expect "$seen" <<'EOF'
"Smith" "&" "Sons"|1
"Smith" AND "&" AND "Sons"|0
"&" "Sons"|1
"&" AND "Sons"|0
"Sons" NOT "&"|1
"Sons" OR "&"|1
"&"|0
EOF
