#!/bin/bash
# graphql-js 16 refuses a BigInt as an ID, the one type that is meant for opaque identifiers of any size.
# Version: graphql 16.15.0.
# Expected: ID turns 9007199254740993n into the text "9007199254740993", as it turns a number into text.
# Seen: the field is an error and its value null. A driver that reads 64-bit keys as BigInt needs String() in every resolver.
. "$(dirname "$0")/support/lib.sh"
packages graphql@16.15.0
cat >find.cjs <<'JS'
const { buildSchema, graphqlSync } = require('graphql');
const schema = buildSchema('type Query { number: ID, text: ID, big: ID }');
const rootValue = { number: 7, text: '9007199254740993', big: 9007199254740993n };
const { data, errors } = graphqlSync({ schema, source: '{ number text big }', rootValue });
console.log(JSON.stringify(data));
console.log(errors[0].message);
JS
expect "$(node find.cjs)" <<'EOF'
{"number":"7","text":"9007199254740993","big":null}
ID cannot represent value: 9007199254740993
EOF
