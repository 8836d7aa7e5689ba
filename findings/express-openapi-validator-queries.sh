#!/bin/bash
# express-openapi-validator refuses a plain colon in a query's value, and splits a list at an encoded comma.
# Versions: express-openapi-validator 5.6.2, express 5.3.0.
# Expected: "sort=date_created:asc" and a time in ISO form are valid, for RFC 3986 allows ":" in a query.
# Expected: with "explode: false" the comma splits a list, and "%2C" is a comma within an item.
# Seen: a plain ":" in a value is a 400. A plain ":" in a name is not.
# Seen: "a%2Cb,c" becomes three items.
. "$(dirname "$0")/support/lib.sh"
packages express-openapi-validator@5.6.2 express@5.3.0
cat >find.cjs <<'JS'
const express = require('express');
const { middleware } = require('express-openapi-validator');
const query = (name, schema) => ({ name, in: 'query', explode: false, schema });
const parameters = [query('sort', { type: 'string' }), query('date_created:min', { type: 'string', format: 'date-time' }),
  query('name:in', { type: 'array', items: { type: 'string' } })];
const apiSpec = { openapi: '3.0.3', info: { title: 't', version: '1' },
  paths: { '/customers': { get: { parameters, responses: { 200: { description: 'found' } } } } } };
const app = express();
app.use(middleware({ apiSpec, validateApiSpec: true }));
app.get('/customers', (request, response) => response.json(request.query));
app.use((error, request, response, next) => response.status(error.status || 500).json(error.message));
const server = app.listen(0, async () => {
  for (const text of ['sort=date_created:asc', 'sort=date_created%3Aasc', 'date_created:min=2026-01-01T00:00:00Z',
    'name:in=a,b', 'name:in=a%2Cb,c']) {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/customers?${text}`, { headers: { connection: 'close' } });
    console.log(text, answer.status, await answer.text());
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
sort=date_created:asc 400 "Parameter 'sort' must be url encoded. Its value may not contain reserved characters."
sort=date_created%3Aasc 200 {"sort":"date_created:asc"}
date_created:min=2026-01-01T00:00:00Z 400 "Parameter 'date_created:min' must be url encoded. Its value may not contain reserved characters."
name:in=a,b 200 {"name:in":["a","b"]}
name:in=a%2Cb,c 200 {"name:in":["a","b","c"]}
EOF
