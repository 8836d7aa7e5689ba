#!/bin/bash
# openapi-mcp-generator makes a tool that cannot be called as its OpenAPI 3.0 schema allows.
# Versions: openapi-mcp-generator 4.0.1, ajv 8.17.1.
# Expected: the tool's schema accepts what the operation's schema accepts.
# Seen: "nullable" beside allOf becomes "type": "null" beside allOf. No value satisfies that, neither null nor an object.
# Seen: a required member that is "readOnly" is required of the caller.
# Seen: "exclusiveMinimum: true" is left as 3.0 writes it. JSON Schema has no such form, so ajv refuses the whole tool.
# Seen: an integer becomes a number, in the path and in the body. The id 7.5 is accepted.
. "$(dirname "$0")/support/lib.sh"
packages openapi-mcp-generator@4.0.1 ajv@8.17.1
cat >spec.json <<'JSON'
{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://api.example.com"}],
 "paths": {
  "/items/{id}": {"put": {"operationId": "put_item",
   "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "required": ["id"], "properties": {
    "id": {"type": "integer", "readOnly": true}, "owner": {"nullable": true, "allOf": [{"type": "object"}]}}}}}},
   "responses": {"204": {"description": ""}}}},
  "/prices": {"post": {"operationId": "post_price",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {
    "amount": {"type": "number", "minimum": 0, "exclusiveMinimum": true}}}}}},
   "responses": {"204": {"description": ""}}}}}}
JSON
npx openapi-mcp-generator -i spec.json -o out >/dev/null 2>&1
cat >find.cjs <<'JS'
const Ajv = require('ajv');
const source = require('fs').readFileSync('out/src/index.ts', 'utf8');
const schemas = [...source.matchAll(/inputSchema: (\{.*\}),\n/g)].map((match) => JSON.parse(match[1]));
const [put, post] = schemas;
console.log('owner:', JSON.stringify(put.properties.requestBody.properties.owner));
const check = new Ajv({ strict: false }).compile(put);
for (const call of [
  { id: 7, requestBody: { id: 7 } }, { id: 7, requestBody: { id: 7, owner: null } }, { id: 7, requestBody: { id: 7, owner: {} } },
  { id: 7, requestBody: {} }, { id: 7.5, requestBody: { id: 7 } }, { id: 7, requestBody: { id: 7.5 } },
]) {
  console.log(JSON.stringify(call), check(call) || check.errors.map((e) => `${e.instancePath} ${e.message}`).join());
}
try {
  new Ajv({ strict: false }).compile(post);
} catch (error) {
  console.log('post_price:', error.message);
}
JS
expect "$(node find.cjs)" <<'EOF'
owner: {"allOf":[{"type":"object"}],"type":"null"}
{"id":7,"requestBody":{"id":7}} true
{"id":7,"requestBody":{"id":7,"owner":null}} /requestBody/owner must be object
{"id":7,"requestBody":{"id":7,"owner":{}}} /requestBody/owner must be null
{"id":7,"requestBody":{}} /requestBody must have required property 'id'
{"id":7.5,"requestBody":{"id":7}} true
{"id":7,"requestBody":{"id":7.5}} true
post_price: schema is invalid: data/properties/requestBody/properties/amount/exclusiveMinimum must be number
EOF
