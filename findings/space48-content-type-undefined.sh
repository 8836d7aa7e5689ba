#!/bin/bash
# @space48/bigcommerce-api sends "Content-Type: undefined" with every request that has no body.
# Versions: @space48/bigcommerce-api 0.3.1, on the node-fetch 2 that it depends on.
# Expected: a header whose value is undefined is left out.
# Seen: the text "undefined" arrives as the media type. A server that refuses unknown types on a GET refuses this client.
. "$(dirname "$0")/support/lib.sh"
packages @space48/bigcommerce-api@0.3.1
cat >find.cjs <<'JS'
const { Management } = require('@space48/bigcommerce-api');
const { start, json } = require('./fake_api.cjs');
start((request, response) => json(response, 200, { data: [] })).then(async ({ agent, seen }) => {
  const client = new Management.V3.Client({ storeHash: 'h', accessToken: 't', agent });
  await client.get('/customers');
  await client.delete('/customers', { query: { 'id:in': [1] } });
  await client.post('/customers', { body: [] });
  for (const { line, headers } of seen) console.log(line, JSON.stringify(headers['content-type']));
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
GET /stores/h/v3/customers "undefined"
DELETE /stores/h/v3/customers?id%3Ain=1 "undefined"
POST /stores/h/v3/customers "application/json"
EOF
