#!/bin/bash
# openapi-backend cannot serve an OpenAPI 3.0 document in which "exclusiveMinimum" is a boolean, as 3.0 has it.
# Version: openapi-backend 5.21.2.
# Expected: a valid 3.0 document works. "exclusiveMinimum: true" beside "minimum: 0" means above zero.
# Seen: init() succeeds with the option "quick". Each request of that operation is then an error about the schema.
# Seen: without "quick", init() succeeds too, with a warning, and the operation has no route any more.
# Seen: "nullable" beside allOf is an error of init(). With "quick" it is one of each request.
# Seen: "format: date-time" is not checked.
# A document that is written for 3.1 works.
. "$(dirname "$0")/support/lib.sh"
packages openapi-backend@5.21.2
cat >find.cjs <<'JS'
const { OpenAPIBackend } = require('openapi-backend');
console.warn = () => {};
const serve = async (openapi, schema, quick, bodies) => {
  const operation = {
    operationId: 'write',
    requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { value: schema } } } } },
    responses: { 200: { description: '' } },
  };
  const definition = { openapi, info: { title: 't', version: '1' }, paths: { '/values': { post: operation } } };
  const handlers = { validationFail: (c) => c.validation.errors.map((e) => e.message).join() };
  const api = new OpenAPIBackend({ definition, quick, handlers });
  console.log(openapi, JSON.stringify(schema), quick ? 'quick' : '');
  try {
    await api.init();
    console.log('   init done');
    api.register('write', () => 'served');
    for (const value of bodies) {
      const request = { method: 'POST', path: '/values', headers: { 'content-type': 'application/json' }, body: { value } };
      console.log('  ', JSON.stringify(value), await api.handleRequest(request));
    }
  } catch (error) {
    console.log('  ', error.message);
  }
};
(async () => {
  await serve('3.0.3', { type: 'number', minimum: 0, exclusiveMinimum: true }, true, [1, 0]);
  await serve('3.0.3', { type: 'number', minimum: 0, exclusiveMinimum: true }, false, [1, 0]);
  await serve('3.1.0', { type: 'number', exclusiveMinimum: 0 }, false, [1, 0]);
  await serve('3.0.3', { nullable: true, allOf: [{ type: 'number' }] }, false, [1, null]);
  await serve('3.0.3', { nullable: true, allOf: [{ type: 'number' }] }, true, [1, null]);
  await serve('3.0.3', { type: 'number', nullable: true }, false, [1, null]);
  await serve('3.0.3', { type: 'string', format: 'date-time' }, false, ['yesterday']);
})();
JS
expect "$(node find.cjs 2>/dev/null)" <<'EOF'
3.0.3 {"type":"number","minimum":0,"exclusiveMinimum":true} quick
   init done
   schema is invalid: data/properties/requestBody/properties/value/exclusiveMinimum must be number
3.0.3 {"type":"number","minimum":0,"exclusiveMinimum":true} 
   init done
   404-notFound: no route matches request
3.1.0 {"type":"number","exclusiveMinimum":0} 
   init done
   1 served
   0 must be > 0
3.0.3 {"nullable":true,"allOf":[{"type":"number"}]} 
   "nullable" cannot be used without "type"
3.0.3 {"nullable":true,"allOf":[{"type":"number"}]} quick
   init done
   "nullable" cannot be used without "type"
3.0.3 {"type":"number","nullable":true} 
   init done
   1 served
   null served
3.0.3 {"type":"string","format":"date-time"} 
   init done
   "yesterday" served
EOF
