#!/bin/bash
# node-bigcommerce 4.1.0 asks for deflate and cannot read it.
# Version: node-bigcommerce 4.1.0.
# Expected: it sends "Accept-Encoding: gzip, deflate", so it reads an answer in either coding.
# Seen: it compresses the deflated body once more. The JSON parser then fails. The same answer in gzip is read.
. "$(dirname "$0")/support/lib.sh"
packages node-bigcommerce@4.1.0
cat >find.cjs <<'JS'
const zlib = require('zlib');
const BigCommerce = require('node-bigcommerce');
const { start } = require('./fake_api.cjs');
const body = '{"data":{"id":1}}';
start((request, response) => {
  const coding = request.url.endsWith('/gzip') ? 'gzip' : 'deflate';
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding });
  response.end(coding === 'gzip' ? zlib.gzipSync(body) : zlib.deflateSync(body));
}).then(async ({ agent, seen }) => {
  const client = new BigCommerce({ clientId: 'c', accessToken: 't', storeHash: 'h', apiVersion: 'v3', agent });
  for (const path of ['/gzip', '/deflate']) {
    await client.get(path).then(
      (answer) => console.log(path, 'resolved', JSON.stringify(answer)),
      (error) => console.log(path, 'rejected', error.name));
  }
  console.log('asked for', seen[0].headers['accept-encoding']);
  process.exit();
});
JS
expect "$(node find.cjs)" <<'EOF'
/gzip resolved {"data":{"id":1}}
/deflate rejected SyntaxError
asked for gzip, deflate
EOF
