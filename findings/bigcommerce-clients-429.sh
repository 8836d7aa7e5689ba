#!/bin/bash
# None of four BigCommerce clients waits as long as a 429 asks for in its standard headers.
# Versions: node-bigcommerce 4.1.0, @space48/bigcommerce-api 0.3.1, bigcommerce-api-client 0.7.19,
# @bigcommerce/api-nodejs 0.1.2-alpha.
# Expected: a client that repeats waits for Retry-After or for the vendor's X-Rate-Limit-Time-Reset-Ms, here 2 seconds.
# Seen: node-bigcommerce reads X-Retry-After only. Without it, it repeats at once.
# Seen: @space48/bigcommerce-api reads no header. It waits half a second.
# Seen: bigcommerce-api-client looks for the header with capitals, which axios never has. It waits its own random delay.
# Seen: @bigcommerce/api-nodejs does not repeat. Its error says "0ms to reset", whatever the answer says.
. "$(dirname "$0")/support/lib.sh"
packages node-bigcommerce@4.1.0 @space48/bigcommerce-api@0.3.1 bigcommerce-api-client@0.7.19 @bigcommerce/api-nodejs@0.1.2-alpha
cat >find.cjs <<'JS'
const BigCommerce = require('node-bigcommerce');
const { Management } = require('@space48/bigcommerce-api');
const { BigCommerceApiClient } = require('bigcommerce-api-client');
const { Rest } = require('@bigcommerce/api-nodejs');
const { start, json } = require('./fake_api.cjs');
console.error = () => {};
let refused = 0;
start((request, response) => {
  if (refused === 1) return json(response, 200, { data: [] });
  refused += 1;
  return json(response, 429, { status: 429 }, { 'Retry-After': '2', 'X-Rate-Limit-Time-Reset-Ms': '2000' });
}).then(async ({ agent, seen }) => {
  const account = { storeHash: 'h', accessToken: 't', agent };
  const calls = {
    'node-bigcommerce': () => new BigCommerce({ clientId: 'c', apiVersion: 'v3', ...account }).get('/customers'),
    '@space48/bigcommerce-api': () => new Management.V3.Client(account).get('/customers'),
    'bigcommerce-api-client': () => new BigCommerceApiClient({ ...account, maxRetries: 1, retryDelay: 50 })
      .customersV3.getAllCustomers({}),
    '@bigcommerce/api-nodejs': () => new Rest(account).v3.customers.customers.list({}),
  };
  for (const [name, call] of Object.entries(calls)) {
    refused = 0;
    seen.length = 0;
    const message = await call().then(() => '', (error) => error.message);
    const waited = seen[1] ? seen[1].at - seen[0].at : 0;
    console.log(name, message || (waited < 1500 ? 'repeats before the window ends' : 'waits'));
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
node-bigcommerce repeats before the window ends
@space48/bigcommerce-api repeats before the window ends
bigcommerce-api-client repeats before the window ends
@bigcommerce/api-nodejs 429 - Rate limit exceeded. 0ms to reset.
EOF
