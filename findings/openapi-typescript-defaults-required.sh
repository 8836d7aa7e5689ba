#!/bin/bash
# openapi-typescript makes a body's members required when the schema gives them a default, and when they are read-only.
# Versions: openapi-typescript 7.13.0, openapi-fetch 0.17.0, typescript 5.9.3.
# Expected: a member with a default is optional in a request: the default is for the case that it is missing.
# Expected: a "readOnly" member is left out of the type of a request.
# Seen: the type of a body demands both. A PUT of one name does not compile until it names the group and the id too.
# Seen: the default, written to please the compiler, resets that member for each customer that is updated.
# The flag "--default-non-nullable=false" makes members with a default optional. "readOnly" stays required.
. "$(dirname "$0")/support/lib.sh"
packages openapi-typescript@7.13.0 openapi-fetch@0.17.0 typescript@5.9.3
cat >spec.json <<'JSON'
{"openapi": "3.0.3", "info": {"title": "t", "version": "1"},
 "paths": {"/customers": {"put": {
  "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Customer"}}}},
  "responses": {"204": {"description": ""}}}}},
 "components": {"schemas": {"Customer": {"type": "object", "required": ["id"], "properties": {
  "id": {"type": "integer", "readOnly": true}, "first_name": {"type": "string"},
  "customer_group_id": {"type": "integer", "default": 0}}}}}}
JSON
cat >find.ts <<'TS'
import createClient from 'openapi-fetch';
import type { paths } from './types';
createClient<paths>().PUT('/customers', { body: { first_name: 'Ann' } });
TS
expect "$(for flag in '' --default-non-nullable=false; do
  echo "flag: $flag"
  npx openapi-typescript spec.json -o types.ts $flag >/dev/null 2>&1
  sed -n '/ Customer: {/,/ };/p' types.ts | grep -E '^ *(readonly )?(id|first_name|customer_group_id)\??:' | sed 's/^ */  /'
  npx tsc --noEmit --strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler find.ts |
    grep -oE "missing the following properties.*|Property '[a-z_]*' is missing" | sed "s/missing the.*}': /missing: /; s/^/  /" || true
done)" <<'EOF'
flag: 
  readonly id: number;
  first_name?: string;
  customer_group_id: number;
  missing: id, customer_group_id
flag: --default-non-nullable=false
  readonly id: number;
  first_name?: string;
  customer_group_id?: number;
  Property 'id' is missing
EOF
