#!/bin/bash
# An MCP client refuses a result that the server of the same SDK has just found valid, once it has listed the tools.
# Versions: @modelcontextprotocol/sdk 1.32.2, zod 4.6.7.
# Expected: server and client of one SDK agree on whether a result matches the tool's output schema.
# Seen: the server checks with zod, which passes over a member that the schema does not name, and sends it along.
# Seen: the listed JSON schema has "additionalProperties": false, so the client raises an error for that member.
# Seen: before listTools the client checks nothing, and the same call succeeds.
# A tool that hands on an API's answer breaks on the day the API gains a member. z.looseObject avoids it.
. "$(dirname "$0")/support/lib.sh"
packages @modelcontextprotocol/sdk@1.32.2 zod@4.6.7
cat >find.mjs <<'JS'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { z } from 'zod';
const server = new McpServer({ name: 'server', version: '1' });
const customer = { id: 7, email: 'a@example.com' };
const answer = async () => ({ content: [], structuredContent: customer });
server.registerTool('object', { outputSchema: z.object({ id: z.number() }) }, answer);
server.registerTool('looseObject', { outputSchema: z.looseObject({ id: z.number() }) }, answer);
const [one, other] = InMemoryTransport.createLinkedPair();
const client = new Client({ name: 'client', version: '1' });
await server.connect(one);
await client.connect(other);
const call = async (when, name) => {
  const seen = await client.callTool({ name }).then((r) => JSON.stringify(r.structuredContent), (e) => e.message);
  console.log(`${when} ${name}: ${seen}`);
};
await call('before listTools,', 'object');
const { tools } = await client.listTools();
for (const tool of tools) console.log('listed', tool.name, 'additionalProperties', JSON.stringify(tool.outputSchema.additionalProperties));
await call('after listTools,', 'object');
await call('after listTools,', 'looseObject');
JS
expect "$(node find.mjs)" <<'EOF'
before listTools, object: {"id":7,"email":"a@example.com"}
listed object additionalProperties false
listed looseObject additionalProperties {}
after listTools, object: MCP error -32602: Structured content does not match the tool's output schema: data must NOT have additional properties
after listTools, looseObject: {"id":7,"email":"a@example.com"}
EOF
