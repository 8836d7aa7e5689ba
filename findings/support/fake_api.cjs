// A local HTTP server in the place of the vendor's. Every HTTPS connection of this process goes to it, in plain text.
'use strict';
const http = require('http');
const https = require('https');
const net = require('net');

// start(answer): answer(request, response) is called when the body is in request.text. Resolves to { agent, base, seen }.
exports.start = (answer) => new Promise((resolve) => {
  const seen = [];
  const server = http.createServer((request, response) => {
    request.text = '';
    request.on('data', (piece) => { request.text += piece; });
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, at: Date.now() });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    class Agent extends https.Agent {
      createConnection(options, connected) { return net.connect(port, '127.0.0.1', connected); }
    }
    https.globalAgent = new Agent();
    resolve({ agent: https.globalAgent, base: `http://127.0.0.1:${port}`, seen });
  });
});

exports.json = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
