#!/bin/bash
# node-bigcommerce 4.1.0 rejects a good answer that carries an empty list of errors.
# Version: node-bigcommerce 4.1.0.
# Expected: a 200 with "errors": [] resolves. The vendor's batch endpoints send that member when nothing failed.
# Seen: the promise rejects. The message is "[]". The error holds neither the status nor the data.
. "$(dirname "$0")/support/lib.sh"
packages node-bigcommerce@4.1.0
cat >find.cjs <<'JS'
const BigCommerce = require('node-bigcommerce');
const { start, json } = require('./fake_api.cjs');
start((request, response) => json(response, 200, { data: [{ id: 1 }], errors: [], meta: {} })).then(async ({ agent }) => {
  const client = new BigCommerce({ clientId: 'c', accessToken: 't', storeHash: 'h', apiVersion: 'v3', agent });
  await client.get('/customers/metafields').then(
    (body) => console.log('resolved', JSON.stringify(body)),
    (error) => console.log('rejected', error.message, Object.keys(error).length));
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
rejected [] 0
EOF
