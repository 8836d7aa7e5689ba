// Loaded before anything else (node --require): connections to the vendor's names go to a server on this machine, as a
// line in /etc/hosts and a rule for port 443 would have it, without root. Names, certificates and clients stay as they
// are.
'use strict';
const tls = require('tls');

const VENDOR = /(^|\.)(bigcommerce|mybigcommerce)\.com$/;
const connect = tls.connect;

tls.connect = function (options, ...rest) {
  const name = options && options.host;
  if (!VENDOR.test(name || '')) return connect.call(this, options, ...rest);
  const port = Number(process.env.FIELDSTONE_TEST_TLS_PORT);
  return connect.call(this, { ...options, servername: options.servername || name, host: '127.0.0.1', port }, ...rest);
};
