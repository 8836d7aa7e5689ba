#!/bin/bash
# openapi-request-validator checks date-time and int32, and its twin openapi-response-validator does not.
# Versions: openapi-request-validator 12.1.3, openapi-response-validator 12.1.3, of one project.
# Expected: one schema means the same in a request and in a response.
# Seen: the request with a bad date or a number above 32 bits is refused. The same response passes.
. "$(dirname "$0")/support/lib.sh"
packages openapi-request-validator@12.1.3 openapi-response-validator@12.1.3
cat >find.cjs <<'JS'
const Requests = require('openapi-request-validator').default;
const Responses = require('openapi-response-validator').default;
const schema = { type: 'object', properties: { at: { type: 'string', format: 'date-time' }, n: { type: 'integer', format: 'int32' } } };
const content = { 'application/json': { schema } };
const requests = new Requests({ requestBody: { content } });
const responses = new Responses({ responses: { 200: { description: 'd', content } } });
for (const body of [{ at: 'yesterday' }, { n: 2 ** 40 }, { n: 1.5 }]) {
  const asRequest = requests.validateRequest({ headers: { 'content-type': 'application/json' }, body });
  const asResponse = responses.validateResponse(200, body);
  console.log(JSON.stringify(body), 'request', asRequest ? 'refused' : 'passes', 'response', asResponse ? 'refused' : 'passes');
}
JS
expect "$(node find.cjs)" <<'EOF'
{"at":"yesterday"} request refused response passes
{"n":1099511627776} request refused response passes
{"n":1.5} request refused response refused
EOF
