#!/bin/bash
# A client made by openapi-zod-client sends members that its caller left out, and invents them in answers.
# Versions: openapi-zod-client 1.18.3, @zodios/core 10.9.6, zod 3.25.76, axios 1.21.1, typescript 5.9.3.
# Expected: a "default" in an OpenAPI schema tells what the server does without the member. The client sends what it is given.
# Seen: the generated client puts the default of each missing member into the body. A PUT of one name resets the group.
# Seen: it puts them into answers as well. A member that the server left out looks as if the server had said it.
# Seen: a required member that is "readOnly" must be in the body of a request. Without it the client refuses the call.
# The client's option "transform: false" stops the first two.
. "$(dirname "$0")/support/lib.sh"
packages openapi-zod-client@1.18.3 @zodios/core@10.9.6 zod@3.25.76 axios@1.21.1 typescript@5.9.3
cat >spec.json <<'JSON'
{"openapi": "3.0.3", "info": {"title": "t", "version": "1"},
 "paths": {
  "/customers": {"put": {"operationId": "updateCustomer",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Customer"}}}},
   "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Customer"}}}}}}},
  "/fields": {"post": {"operationId": "createField",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Field"}}}},
   "responses": {"204": {"description": ""}}}}},
 "components": {"schemas": {
  "Customer": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "first_name": {"type": "string"},
   "customer_group_id": {"type": "integer", "default": 0}, "trigger_account_created_email": {"type": "boolean", "default": true}}},
  "Field": {"type": "object", "required": ["id", "key"], "properties": {
   "id": {"type": "integer", "readOnly": true}, "key": {"type": "string"}}}}}}
JSON
npx openapi-zod-client spec.json -o client.ts >/dev/null
npx tsc --target es2022 --module commonjs --moduleResolution node --skipLibCheck client.ts
cat >find.cjs <<'JS'
const http = require('http');
const { createApiClient } = require('./client.js');
const server = http.createServer(async (request, response) => {
  let text = '';
  for await (const piece of request) text += piece;
  console.log('  sent', request.method, text);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(request.method === 'PUT' ? '{"id":1,"first_name":"Ann"}' : undefined);
}).listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  for (const options of [undefined, { transform: false }]) {
    console.log(options ? 'transform: false' : 'no option');
    const client = createApiClient(base, options);
    console.log('  read', JSON.stringify(await client.updateCustomer({ id: 1, first_name: 'Ann' })));
    await client.createField({ key: 'k' }).catch((error) => console.log('  refused', error.message));
  }
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
no option
  sent PUT {"id":1,"first_name":"Ann","customer_group_id":0,"trigger_account_created_email":true}
  read {"id":1,"first_name":"Ann","customer_group_id":0,"trigger_account_created_email":true}
  refused Zodios: Invalid Body parameter 'body'
transform: false
  sent PUT {"id":1,"first_name":"Ann"}
  read {"id":1,"first_name":"Ann"}
  refused Zodios: Invalid Body parameter 'body'
EOF
