#!/bin/bash
# openapi-fetch hands out an error that is no error when a 4xx or 5xx has no body.
# Version: openapi-fetch 0.17.0.
# Expected: "if (error)", the documented test, holds for every answer outside 2xx.
# Seen: without a body, error is undefined or the empty text. Both are false, and data is undefined too.
# An app goes on as if a 204 had come. Only response.ok tells the two apart.
. "$(dirname "$0")/support/lib.sh"
packages openapi-fetch@0.17.0
cat >find.cjs <<'JS'
const { start } = require('./fake_api.cjs');
start((request, response) => {
  const [, status, form] = request.url.split('/');
  response.writeHead(Number(status), form === 'length' ? { 'content-length': '0' } : { 'transfer-encoding': 'chunked' });
  response.end();
}).then(async ({ base }) => {
  const client = (await import('openapi-fetch')).default({ baseUrl: base });
  for (const path of ['/401/length', '/404/chunked', '/500/chunked']) {
    const { data, error, response } = await client.GET(path);
    console.log(path, 'error:', JSON.stringify(error), 'data:', data, 'ok:', response.ok, error ? 'noticed' : 'not noticed');
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
/401/length error: undefined data: undefined ok: false not noticed
/404/chunked error: "" data: undefined ok: false not noticed
/500/chunked error: "" data: undefined ok: false not noticed
EOF
