#!/bin/bash
# openapi-fetch drops a Date from the query and sends the request without its condition.
# Version: openapi-fetch 0.17.0.
# Expected: a Date is written as its ISO text, as JSON.stringify does in a body, or raises an error.
# Seen: a Date counts as an object without members. Nothing is left but an empty piece between two "&".
# The server answers with every row, as if no date had been named.
. "$(dirname "$0")/support/lib.sh"
packages openapi-fetch@0.17.0
cat >find.cjs <<'JS'
const { start, json } = require('./fake_api.cjs');
start((request, response) => json(response, 200, { data: [] })).then(async ({ base, seen }) => {
  const client = (await import('openapi-fetch')).default({ baseUrl: base });
  const since = new Date('2026-01-01T00:00:00Z');
  await client.GET('/customers', { params: { query: { page: 1, 'date_modified:min': since, limit: 5 } } });
  await client.GET('/customers', { params: { query: { 'date_modified:min': since } } });
  await client.GET('/customers', { params: { query: { 'date_modified:min': since.toISOString() } } });
  for (const { line } of seen) console.log(line);
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
GET /customers?page=1&&limit=5
GET /customers
GET /customers?date_modified:min=2026-01-01T00%3A00%3A00.000Z
EOF
