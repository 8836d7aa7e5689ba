#!/bin/bash
# Debian's PyJWT refuses a token whose "iat" is a second ahead, though its "nbf" allows for clocks that differ.
# Versions: PyJWT 2.6.0 (Debian 12 package python3-jwt), jsonwebtoken 9.0.3 and jose 6.2.17 for comparison.
# Expected: "nbf" says from when on a token counts. RFC 7519 gives "iat" for the age of a token, not as a limit.
# Seen: PyJWT raises ImmatureSignatureError for "iat" in the future. The sender's "nbf" five seconds back has no effect.
# Seen: jsonwebtoken and jose accept the same token. Both refuse it when "nbf" is ahead.
# A computer that is a second behind the sender's refuses the calls to its app. The argument "leeway" of decode() helps.
. "$(dirname "$0")/support/lib.sh"
need python3 python3
packages jsonwebtoken@9.0.3 jose@6.2.17
debian=/usr/bin/python3
"$debian" -c 'import jwt' 2>/dev/null || { echo 'this finding needs the Debian package python3-jwt' >&2; exit 2; }
cat >find.cjs <<'JS'
const jwt = require('jsonwebtoken');
const { execFileSync } = require('child_process');
const key = 'a key of enough length for HMAC!';
const python = `
import jwt, sys
for leeway in (0, 30):
    try:
        jwt.decode(sys.argv[1], sys.argv[2], algorithms=["HS256"], leeway=leeway)
        said = "accepted"
    except jwt.InvalidTokenError as error:
        said = type(error).__name__
    print("  PyJWT", jwt.__version__, "leeway", leeway, said)
`;
import('jose').then(async ({ jwtVerify }) => {
  for (const [iat, nbf] of [[0, -5], [20, -5], [20, 20]]) {
    const now = Math.floor(Date.now() / 1000);
    const token = jwt.sign({ iat: now + iat, nbf: now + nbf, exp: now + 3600 }, key);
    console.log(`iat ${iat} s, nbf ${nbf} s`);
    try {
      jwt.verify(token, key, { algorithms: ['HS256'] });
      console.log('  jsonwebtoken accepted');
    } catch (error) {
      console.log('  jsonwebtoken', error.name);
    }
    console.log('  jose', await jwtVerify(token, Buffer.from(key)).then(() => 'accepted', (error) => error.code));
    process.stdout.write(execFileSync(process.argv[2], ['-c', python, token, key]));
  }
});
JS
expect "$(node find.cjs "$debian")" <<'EOF'
iat 0 s, nbf -5 s
  jsonwebtoken accepted
  jose accepted
  PyJWT 2.6.0 leeway 0 accepted
  PyJWT 2.6.0 leeway 30 accepted
iat 20 s, nbf -5 s
  jsonwebtoken accepted
  jose accepted
  PyJWT 2.6.0 leeway 0 ImmatureSignatureError
  PyJWT 2.6.0 leeway 30 accepted
iat 20 s, nbf 20 s
  jsonwebtoken NotBeforeError
  jose ERR_JWT_CLAIM_VALIDATION_FAILED
  PyJWT 2.6.0 leeway 0 ImmatureSignatureError
  PyJWT 2.6.0 leeway 30 accepted
EOF
