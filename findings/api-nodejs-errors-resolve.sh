#!/bin/bash
# @bigcommerce/api-nodejs resolves its promise with the error when the answer is a 404, 422 or 500.
# Version: @bigcommerce/api-nodejs 0.1.2-alpha.
# Expected: an answer outside 2xx rejects, as in axios, on which it stands.
# Seen: only a 429 rejects. For any other error "await" returns an AxiosError, and a try block catches nothing.
# Seen: "result.data" is undefined then, as it would be for an answer without a body.
. "$(dirname "$0")/support/lib.sh"
packages @bigcommerce/api-nodejs@0.1.2-alpha
cat >find.cjs <<'JS'
const { Rest } = require('@bigcommerce/api-nodejs');
const { start, json } = require('./fake_api.cjs');
let status;
start((request, response) => json(response, status, { status, title: 'no' })).then(async () => {
  const { customers } = new Rest({ storeHash: 'h', accessToken: 't' }).v3.customers;
  for (status of [404, 422, 500, 429]) {
    await customers.create([{ email: 'a@example.com' }]).then(
      (result) => console.log(status, 'resolves:', result.name, '| data:', result.data),
      (error) => console.log(status, 'rejects:', error.name));
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
404 resolves: AxiosError | data: undefined
422 resolves: AxiosError | data: undefined
500 resolves: AxiosError | data: undefined
429 rejects: Error
EOF
