#!/bin/bash
# One MCP tool with a date among its arguments makes the list of all tools fail.
# Versions: @modelcontextprotocol/sdk 1.32.2, zod 4.6.7.
# Expected: registerTool refuses a schema that it cannot describe, or the list leaves out the one tool.
# Seen: registerTool accepts z.coerce.date(), and a call of the tool gets a Date from a text.
# Seen: tools/list answers with an error for every client. No tool of the server can be found any more.
# A test that only calls the tools by name stays green.
. "$(dirname "$0")/support/lib.sh"
packages @modelcontextprotocol/sdk@1.32.2 zod@4.6.7
cat >find.mjs <<'JS'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { z } from 'zod';
const server = new McpServer({ name: 'server', version: '1' });
server.registerTool('get_customer', { inputSchema: { id: z.number() } }, async () => ({ content: [] }));
const [one, other] = InMemoryTransport.createLinkedPair();
const client = new Client({ name: 'client', version: '1' });
await server.connect(one);
await client.connect(other);
const list = async () => console.log('tools:', await client.listTools().then((r) => r.tools.map((t) => t.name).join(), (e) => e.message));
await list();
server.registerTool('orders_since', { inputSchema: { since: z.coerce.date() } }, async ({ since }) => ({
  content: [{ type: 'text', text: since.toISOString() }],
}));
await list();
console.log((await client.callTool({ name: 'orders_since', arguments: { since: '2026-11-23' } })).content[0].text);
JS
expect "$(node find.mjs)" <<'EOF'
tools: get_customer
tools: MCP error -32603: Date cannot be represented in JSON Schema
2026-11-23T00:00:00.000Z
EOF
