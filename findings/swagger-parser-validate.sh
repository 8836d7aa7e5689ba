#!/bin/bash
# swagger-parser's validate() finds faults of meaning in Swagger 2.0 that it passes in OpenAPI 3.0.
# Version: @apidevtools/swagger-parser 13.1.0.
# Expected: validate() knows a missing path parameter and a repeated operationId in either version of the format.
# Seen: both are errors in a 2.0 document. Both pass in a 3.0 document. A green check of a 3.0 file says less than it seems.
. "$(dirname "$0")/support/lib.sh"
packages @apidevtools/swagger-parser@13.1.0
cat >find.mjs <<'JS'
import * as module from '@apidevtools/swagger-parser';
const SwaggerParser = module.default ?? module.SwaggerParser;
const answer = { responses: { 200: { description: 'found' } } };
const cases = {
  'missing path parameter': { '/c/{id}': { get: answer } },
  'repeated operationId': { '/a': { get: { ...answer, operationId: 'x' } }, '/b': { get: { ...answer, operationId: 'x' } } },
};
for (const [name, paths] of Object.entries(cases)) {
  for (const version of [{ swagger: '2.0' }, { openapi: '3.0.3' }]) {
    const document = { ...version, info: { title: 't', version: '1' }, paths: structuredClone(paths) };
    const verdict = await SwaggerParser.validate(document).then(() => 'passes', () => 'error');
    console.log(name, JSON.stringify(version), verdict);
  }
}
JS
expect "$(node find.mjs)" <<'EOF'
missing path parameter {"swagger":"2.0"} error
missing path parameter {"openapi":"3.0.3"} passes
repeated operationId {"swagger":"2.0"} error
repeated operationId {"openapi":"3.0.3"} passes
EOF
