#!/bin/bash
# Two webhook verifiers of one scheme differ in what they return, and raise errors for genuine deliveries.
# Versions: standardwebhooks 1.1.1, svix 2.5.0.
# Expected: verify() checks a signature over bytes and returns the same in both, for svix stands on standardwebhooks.
# Expected: an error other than WebhookVerificationError is a fault of the program, not of the delivery.
# Seen: standardwebhooks returns the parsed body. svix returns undefined, where its version 1 returned the parsed body.
# Seen: for a genuine body that is no JSON, standardwebhooks ends with the SyntaxError of the JSON parser.
# Seen: both refuse a Uint8Array, the form in which runtimes without Buffer hand out a body. A Buffer of it is verified.
# Seen: a header as a list, as gateways hand it over, is a TypeError in both.
# A handler that answers 401 to every error tells the sender that its signature is wrong.
. "$(dirname "$0")/support/lib.sh"
packages standardwebhooks@1.1.1 svix@2.5.0
cat >find.mjs <<'JS'
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
const now = new Date();
for (const [name, Webhook] of Object.entries({ standardwebhooks: Standard, svix: Svix })) {
  const verifier = new Webhook(Buffer.from('a key of enough length for this').toString('base64'));
  const headers = (body) => ({ 'webhook-id': 'm1', 'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': verifier.sign('m1', now, body) });
  const lists = (body) => Object.fromEntries(Object.entries(headers(body)).map(([key, value]) => [key, [value]]));
  const json = '{"id":1}';
  for (const [form, body, given] of [
    ['Buffer', Buffer.from(json), headers(json)], ['Uint8Array', new TextEncoder().encode(json), headers(json)],
    ['no JSON', 'id=1', headers('id=1')], ['empty', '', headers('')], ['headers as lists', json, lists(json)],
  ]) {
    try {
      console.log(name, form, 'verified', verifier.verify(body, given));
    } catch (error) {
      console.log(name, form, error.constructor.name, error.message);
    }
  }
}
JS
expect "$(node find.mjs)" <<'EOF'
standardwebhooks Buffer verified { id: 1 }
standardwebhooks Uint8Array Error Expected payload to be of type string or Buffer.
standardwebhooks no JSON SyntaxError Unexpected token 'i', "id=1" is not valid JSON
standardwebhooks empty verified undefined
standardwebhooks headers as lists TypeError msgSignature.split is not a function
svix Buffer verified undefined
svix Uint8Array Error Expected payload to be of type string or Buffer.
svix no JSON verified undefined
svix empty verified undefined
svix headers as lists TypeError msgSignature.split is not a function
EOF
