#!/bin/bash
# Two webhook verifiers say that headers are missing when they get a Headers object.
# Versions: standardwebhooks 1.1.1, svix 2.5.0.
# Expected: verify(body, request.headers) works with the Headers of a fetch Request, as handlers in Workers and Next.js have.
# Seen: a Headers object has no members of its own. Both say "Missing required headers" about headers that are there.
# Object.fromEntries(request.headers) makes them work.
. "$(dirname "$0")/support/lib.sh"
packages standardwebhooks@1.1.1 svix@2.5.0
cat >find.mjs <<'JS'
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
const body = '{"scope":"store/customer/created"}';
const now = new Date();
for (const [name, Webhook] of Object.entries({ standardwebhooks: Standard, svix: Svix })) {
  const verifier = new Webhook(Buffer.from('a key of enough length for this').toString('base64'));
  const headers = { 'webhook-id': 'm1', 'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': verifier.sign('m1', now, body) };
  const request = new Request('http://localhost/', { method: 'POST', headers, body });
  for (const [form, given] of [['Headers', request.headers], ['plain object', Object.fromEntries(request.headers)]]) {
    try {
      verifier.verify(body, given);
      console.log(name, form, 'verified');
    } catch (error) {
      console.log(name, form, error.message);
    }
  }
}
JS
expect "$(node find.mjs)" <<'EOF'
standardwebhooks Headers Missing required headers
standardwebhooks plain object verified
svix Headers Missing required headers
svix plain object verified
EOF
