#!/bin/bash
# The MCP client checks a tool's structured answer only if that tool was on the last page that it listed.
# Version: @modelcontextprotocol/sdk 1.32.2.
# Expected: the client checks structuredContent against outputSchema for each tool that it knows.
# Seen: before listTools() nothing is checked. After page 2 the tools of page 1 are no longer checked.
. "$(dirname "$0")/lib.sh"
packages @modelcontextprotocol/sdk@1.32.2
cat >find.mjs <<'JS'
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
const outputSchema = { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'] };
const tool = (name) => ({ name, inputSchema: { type: 'object' }, outputSchema });
const server = new Server({ name: 's', version: '1' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, ({ params }) =>
  (params?.cursor ? { tools: [tool('b')] } : { tools: [tool('a')], nextCursor: '2' }));
server.setRequestHandler(CallToolRequestSchema, () => ({ content: [], structuredContent: { id: 'no number' } }));
const client = new Client({ name: 'c', version: '1' });
const [one, other] = InMemoryTransport.createLinkedPair();
await Promise.all([server.connect(one), client.connect(other)]);
const call = (when, name) => client.callTool({ name }).then(
  () => console.log(`${when}: ${name} passes unchecked`), () => console.log(`${when}: ${name} refused`));
await call('before any list', 'a');
await client.listTools();
await call('after page 1', 'a');
await client.listTools({ cursor: '2' });
await call('after page 2', 'a');
await call('after page 2', 'b');
process.exit();
JS
expect "$(node find.mjs)" <<'EOF'
before any list: a passes unchecked
after page 1: a refused
after page 2: a passes unchecked
after page 2: b refused
EOF
