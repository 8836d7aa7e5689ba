#!/bin/bash
# Three tools read "nullable: true" beside allOf or oneOf, without a type, in three ways.
# Versions: openapi-request-validator 12.1.3, @openapi-contrib/openapi-schema-to-json-schema 5.1.0 with ajv 8.17.1,
# @scalar/openapi-upgrader 0.4.9.
# Expected: tools agree on one small OpenAPI 3.0 schema, and an upgrade to 3.1 leaves no "nullable" behind.
# Seen: the validator accepts null. The converter drops the keyword, so null is refused.
# Seen: the upgrader rewrites it beside allOf and leaves it beside oneOf, where 3.1 gives it no meaning.
. "$(dirname "$0")/support/lib.sh"
packages openapi-request-validator@12.1.3 @openapi-contrib/openapi-schema-to-json-schema@5.1.0 ajv@8.17.1 @scalar/openapi-upgrader@0.4.9
cat >find.mjs <<'JS'
import { createRequire } from 'node:module';
import { upgrade } from '@scalar/openapi-upgrader';
const require = createRequire(import.meta.url);
const Validator = require('openapi-request-validator').default;
const { openapiSchemaToJsonSchema } = require('@openapi-contrib/openapi-schema-to-json-schema');
const Ajv = require('ajv').default;
const info = { title: 't', version: '1' };
for (const keyword of ['allOf', 'oneOf']) {
  const property = { nullable: true, [keyword]: [{ type: 'string' }] };
  const schema = { type: 'object', properties: { note: property } };
  const body = { note: null };
  const validator = new Validator({ requestBody: { content: { 'application/json': { schema } } } });
  const refusal = validator.validateRequest({ headers: { 'content-type': 'application/json' }, body });
  console.log(keyword, 'request-validator', refusal ? 'refuses null' : 'accepts null');
  const { $schema, ...converted } = openapiSchemaToJsonSchema(structuredClone(schema));
  console.log(keyword, 'schema-to-json-schema', new Ajv().validate(converted, body) ? 'accepts null' : 'refuses null');
  const upgraded = upgrade({ openapi: '3.0.3', info, paths: {}, components: { schemas: { A: structuredClone(property) } } }, '3.1');
  console.log(keyword, 'upgrader', JSON.stringify((upgraded.specification ?? upgraded).components.schemas.A));
}
JS
expect "$(node find.mjs)" <<'EOF'
allOf request-validator accepts null
allOf schema-to-json-schema refuses null
allOf upgrader {"anyOf":[{"type":"string"},{"type":"null"}]}
oneOf request-validator accepts null
oneOf schema-to-json-schema refuses null
oneOf upgrader {"nullable":true,"oneOf":[{"type":"string"}]}
EOF
