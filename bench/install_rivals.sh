#!/bin/bash
# Installs json-server, Prism and Directus into build/bench/rivals, for bench/rivals.py to compare with. Optional:
# nothing else needs them. The versions are the newest that run on Node 18, Debian 12's.
#
# Usage: bench/install_rivals.sh [json-server|prism|directus ...]
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A packages=(
  [json-server]="json-server@0.17.4"
  [prism]="@stoplight/prism-cli@5.12.0"
  [directus]="directus@10.13.4 sqlite3@5"
)
install_seconds=900

command -v npm >/dev/null || {
  echo "install_rivals: npm is missing; run: tools/install_deps.sh rivals" >&2
  exit 1
}
(($#)) || set -- json-server prism directus
failed=0
for rival in "$@"; do
  [[ -n ${packages[$rival]:-} ]] || {
    echo "install_rivals: $rival is not one of: ${!packages[*]}" >&2
    exit 2
  }
  folder=build/bench/rivals/$rival
  mkdir -p "$folder"
  read -ra wanted <<<"${packages[$rival]}"
  echo "install_rivals: ${wanted[*]}" >&2
  timeout "$install_seconds" npm install --prefix "$folder" --no-audit --no-fund --no-update-notifier \
    --loglevel=error "${wanted[@]}" >&2 || {
    echo "install_rivals: $rival could not be installed; it is left out" >&2
    rm -rf "$folder"
    failed=1
    continue
  }
  npm ls --prefix "$folder" --depth=0 2>/dev/null | tail -n +2
done
exit "$failed"
