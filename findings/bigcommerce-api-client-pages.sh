#!/bin/bash
# bigcommerce-api-client returns wrong rows for a limit that is no multiple of 250, and one page for "all".
# Version: bigcommerce-api-client 0.7.19.
# Expected: Limit.ALL returns all 1,000 customers. A limit of 600 returns the first 600.
# Seen: Limit.ALL stops after the first page.
# Seen: for 600 it asks for pages 1 and 2 of 250, page 3 of 100 and page 4 of 250.
# Page 3 of 100 begins at row 201. The result has 850 rows, 100 of them twice, and lacks rows 501 to 750.
. "$(dirname "$0")/support/lib.sh"
packages bigcommerce-api-client@0.7.19
cat >find.cjs <<'JS'
const { BigCommerceApiClient } = require('bigcommerce-api-client');
const { Limit } = require('bigcommerce-api-client/lib/model/common');
const { start, json } = require('./fake_api.cjs');
const rows = Array.from({ length: 1000 }, (_, n) => ({ id: n + 1 }));
start((request, response) => {
  const query = new URL(request.url, 'http://localhost').searchParams;
  const page = Number(query.get('page'));
  const limit = Number(query.get('limit'));
  const pagination = { total: rows.length, per_page: limit, current_page: page, total_pages: Math.ceil(rows.length / limit) };
  json(response, 200, { data: rows.slice((page - 1) * limit, page * limit), meta: { pagination } });
}).then(async ({ seen }) => {
  const { customersV3 } = new BigCommerceApiClient({ storeHash: 'h', accessToken: 't' });
  for (const [name, limit] of [['all', Limit.ALL], ['600', 600], ['500', 500]]) {
    seen.length = 0;
    const ids = (await customersV3.getAllCustomers({}, 1, limit)).data.map(({ id }) => id);
    const missing = rows.slice(0, 600).filter(({ id }) => !ids.includes(id)).map(({ id }) => id);
    console.log(`${name}: ${ids.length} rows, ${new Set(ids).size} different, asked ${seen.map(({ line }) =>
      line.match(/page=\d+&limit=\d+/)[0]).join(' ')}`);
    if (name === '600') console.log(`absent of the first 600: ${missing[0]} to ${missing.at(-1)}`);
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
all: 250 rows, 250 different, asked page=1&limit=250
600: 850 rows, 750 different, asked page=1&limit=250 page=2&limit=250 page=3&limit=100 page=4&limit=250
absent of the first 600: 501 to 600
500: 500 rows, 500 different, asked page=1&limit=250 page=2&limit=250
EOF
