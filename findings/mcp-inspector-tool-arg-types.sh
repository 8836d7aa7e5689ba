#!/bin/bash
# The MCP inspector's "--tool-arg value=10" sends a number for an argument that the tool declares as a text.
# Version: @modelcontextprotocol/inspector 2.12.0, with @modelcontextprotocol/sdk 1.32.2 on the server's side.
# Expected: the inspector lists the tool first, so it sends what the tool's schema says, or refuses what does not fit.
# Seen: a text of digits becomes a number, "1.10" becomes 1.1, and "true" and "null" lose their quotes.
# Seen: an integer beyond 2^53 is rounded. For an integer, "abc" is sent as null. For a boolean, "no" is false.
# Seen: "007" stays a text.
# A metafield's value is a text: from the command line it needs quotes within quotes, as '"10"'.
. "$(dirname "$0")/support/lib.sh"
packages @modelcontextprotocol/inspector@2.12.0 @modelcontextprotocol/sdk@1.32.2
cat >server.mjs <<'JS'
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ListToolsRequestSchema, CallToolRequestSchema } from '@modelcontextprotocol/sdk/types.js';
const server = new Server({ name: 'server', version: '1' }, { capabilities: { tools: {} } });
const properties = { value: { type: 'string' }, id: { type: 'integer' }, visible: { type: 'boolean' } };
server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [{ name: 'echo', inputSchema: { type: 'object', properties } }] }));
server.setRequestHandler(CallToolRequestSchema, async ({ params }) => ({
  content: [{ type: 'text', text: Object.entries(params.arguments).map(([k, v]) => `${k} ${typeof v} ${v}`).join() }],
}));
await server.connect(new StdioServerTransport());
JS
expect "$(for argument in value=10 value=1.10 value=true value=null 'value="10"' value=007 id=9007199254740993 id=abc visible=no; do
  echo "$argument: $(HOME=$work node node_modules/.bin/mcp-inspector --cli node server.mjs --method tools/call --tool-name echo \
    --tool-arg "$argument" 2>/dev/null | sed -n 's/.*"text": "\(.*\)".*/\1/p')"
done)" <<'EOF'
value=10: value number 10
value=1.10: value number 1.1
value=true: value boolean true
value=null: value object null
value="10": value string 10
value=007: value string 007
id=9007199254740993: id number 9007199254740992
id=abc: id object null
visible=no: visible boolean false
EOF
