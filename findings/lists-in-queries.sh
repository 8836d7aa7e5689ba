#!/bin/bash
# Four clients write the list of "id:in" in four ways, and three of them drop an empty list with its condition.
# Versions: @space48/bigcommerce-api 0.3.1, @bigcommerce/api-nodejs 0.1.2-alpha, bigcommerce-api-client 0.7.19,
# openapi-fetch 0.17.0.
# Expected: [1,2] is sent as "id:in=1,2", as the vendor documents. An empty list keeps the condition or raises an error.
# Seen: for [1,2] the vendor's own client sends "id:in[]" twice and openapi-fetch sends "id:in" twice.
# Seen: the vendor's own client puts a slash after the path of a DELETE of customers.
# Seen: for [] all but bigcommerce-api-client send the DELETE without a condition.
# Seen: bigcommerce-api-client encodes the comma between items as it does a comma within one.
# A server cannot tell ["a,b"] from ["a","b"].
. "$(dirname "$0")/support/lib.sh"
packages @space48/bigcommerce-api@0.3.1 @bigcommerce/api-nodejs@0.1.2-alpha bigcommerce-api-client@0.7.19 openapi-fetch@0.17.0
cat >find.cjs <<'JS'
const { Management } = require('@space48/bigcommerce-api');
const { Rest } = require('@bigcommerce/api-nodejs');
const { BigCommerceApiClient } = require('bigcommerce-api-client');
const { start, json } = require('./fake_api.cjs');
start((request, response) => json(response, 200, { data: [] })).then(async ({ agent, base, seen }) => {
  const { default: createClient } = await import('openapi-fetch');
  const account = { storeHash: 'h', accessToken: 't', agent };
  const calls = {
    space48: (query) => new Management.V3.Client(account).delete('/customers', { query }),
    'api-nodejs': (query) => new Rest(account).v3.customers.customers.delete(query),
    'api-client': (query) => new BigCommerceApiClient(account).customersV3.deleteCustomers(query),
    'openapi-fetch': (query) => createClient({ baseUrl: base }).DELETE('/customers', { params: { query } }),
  };
  for (const [name, call] of Object.entries(calls)) {
    for (const query of [{ 'id:in': [1, 2] }, { 'id:in': [] }, { 'name:in': ['a,b'] }]) {
      seen.length = 0;
      await call(query);
      console.log(name, JSON.stringify(Object.values(query)[0]), seen[0].line.replace(/.*customers/, 'customers'));
    }
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
space48 [1,2] customers?id%3Ain=1,2
space48 [] customers
space48 ["a,b"] customers?name%3Ain=a%2Cb
api-nodejs [1,2] customers/?id:in[]=1&id:in[]=2
api-nodejs [] customers/
api-nodejs ["a,b"] customers/?name:in[]=a,b
api-client [1,2] customers?id%3Ain=1%2C2
api-client [] customers?id%3Ain=
api-client ["a,b"] customers?name%3Ain=a%2Cb
openapi-fetch [1,2] customers?id:in=1&id:in=2
openapi-fetch [] customers
openapi-fetch ["a,b"] customers?name:in=a%2Cb
EOF
