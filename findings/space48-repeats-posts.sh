#!/bin/bash
# @space48/bigcommerce-api sends a POST five times when the answer is a 5xx, and no option of its client stops it.
# Version: @space48/bigcommerce-api 0.3.1.
# Expected: only methods that may be repeated safely are repeated, or an option turns repeats off.
# Seen: a POST that meets 504 arrives five times. A server that did the work before the 504 does it five times.
# Seen: the option "retry: false", which its transport knows, has no effect on the client.
. "$(dirname "$0")/support/lib.sh"
packages @space48/bigcommerce-api@0.3.1
cat >find.cjs <<'JS'
const { Management } = require('@space48/bigcommerce-api');
const { start, json } = require('./fake_api.cjs');
start((request, response) => json(response, 504, { status: 504 })).then(async ({ agent, seen }) => {
  const client = new Management.V3.Client({ storeHash: 'h', accessToken: 't', agent, retry: false });
  await client.post('/customers', { body: [{ email: 'a@example.com' }] }).catch((error) => console.log(error.message));
  console.log(seen.length, 'requests:', [...new Set(seen.map(({ line }) => line))].join());
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
ERROR DURING POST /customers: 504 - {"status":504}
5 requests: POST /stores/h/v3/customers
EOF
