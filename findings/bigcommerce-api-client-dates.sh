#!/bin/bash
# bigcommerce-api-client turns a metafield's text into a date, and moves every date by some milliseconds.
# Version: bigcommerce-api-client 0.7.19.
# Expected: fields that are dates become Date objects at the same instant. A metafield's value stays the text it is.
# Seen: any text that looks like a time becomes a Date. Writing it back stores another text.
# Seen: the zone's offset in hours is added as milliseconds. In Tokyo a date is 9 ms late.
. "$(dirname "$0")/support/lib.sh"
packages bigcommerce-api-client@0.7.19
cat >find.cjs <<'JS'
const { BigCommerceApiClient } = require('bigcommerce-api-client');
const { start, json } = require('./fake_api.cjs');
const metafield = { key: 'opens', value: '2026-01-01T00:00:00+05:00', date_modified: '2026-01-01T00:00:00Z' };
let written;
start((request, response) => {
  if (request.method === 'PUT') written = request.text;
  json(response, 200, { data: metafield });
}).then(async () => {
  const { productMetafields } = new BigCommerceApiClient({ storeHash: 'h', accessToken: 't' }).catalog;
  const { data } = await productMetafields.getMetafield(1, 1);
  await productMetafields.updateMetafield(1, 1, { value: data.value });
  console.log('value is a', data.value.constructor.name);
  console.log('date_modified', data.date_modified.toISOString());
  console.log('written back', written);
  process.exit();
});
JS
expect "$(TZ=Asia/Tokyo node find.cjs)" <<'EOF'
value is a Date
date_modified 2026-01-01T00:00:00.009Z
written back {"value":"2025-12-31T19:00:00.009Z"}
EOF
