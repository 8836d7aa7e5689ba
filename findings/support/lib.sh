# What the findings share. A script sources this file; it then works in a folder that goes when the script ends.
set -euo pipefail
findings=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# need COMMAND PACKAGE: stops when the command is missing.
need() {
  command -v "$1" >/dev/null || { echo "this finding needs $1: Debian package $2" >&2; exit 2; }
}

# packages NAME@VERSION...: installs them here.
packages() {
  need node nodejs
  need npm npm
  echo '{"private":true}' >package.json
  npm install --silent --no-audit --no-fund --ignore-scripts --prefer-offline --save-exact "$@" >&2
  cp "$findings/fake_api.cjs" .
}

# expect SEEN <<EOF: prints what was seen and fails when it differs from the standard input.
expect() {
  local wanted
  wanted=$(cat)
  printf 'seen:\n%s\n' "$1"
  [ "$1" = "$wanted" ] || { printf 'no longer as stated; the finding says:\n%s\n' "$wanted" >&2; exit 1; }
}
