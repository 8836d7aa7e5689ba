#!/bin/bash
# The scalar Long of graphql-scalars is a JSON number up to 2^53 and a JSON text above it, and takes more than 64 bits.
# Versions: graphql-scalars 2.0.0, graphql 16.15.0.
# Expected: one scalar has one JSON type. Long is a signed number of 64 bits, and a larger one is an error.
# Seen: the type of the same field changes with the value. A client's generated type fits one of the two.
# Seen: a resolver gets a number up to 2^53 and a BigInt above it, and "+ 1" raises an error for the latter.
# Seen: 9223372036854775808 is accepted. A column of 64 bits refuses it later.
. "$(dirname "$0")/support/lib.sh"
packages graphql-scalars@2.0.0 graphql@16.15.0
cat >find.cjs <<'JS'
const { graphqlSync, GraphQLSchema, GraphQLObjectType } = require('graphql');
const { GraphQLLong } = require('graphql-scalars');
let seen;
const echo = {
  type: GraphQLLong,
  args: { id: { type: GraphQLLong } },
  resolve: (_, { id }) => { seen = typeof id; return id; },
};
const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { echo } }) });
for (const id of [7, '7', '9007199254740991', '9007199254740993', '9223372036854775808']) {
  const source = 'query ($id: Long) { echo(id: $id) }';
  const result = graphqlSync({ schema, source, variableValues: { id } });
  console.log(JSON.stringify(id), '->', seen, '->', JSON.stringify(result.data ?? result.errors[0].message));
}
JS
expect "$(node find.cjs 2>/dev/null)" <<'EOF'
7 -> number -> {"echo":7}
"7" -> number -> {"echo":7}
"9007199254740991" -> number -> {"echo":9007199254740991}
"9007199254740993" -> bigint -> {"echo":"9007199254740993"}
"9223372036854775808" -> bigint -> {"echo":"9223372036854775808"}
EOF
