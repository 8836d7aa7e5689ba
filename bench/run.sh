#!/bin/bash
# Measures the release binary against floors: see bench/README.md. Flags go to bench/run.py, or with --against REV
# to bench/against.py.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

missing=()
for tool in python3 g++ git wrk nginx taskset; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if ((${#missing[@]})); then
  echo "bench: missing: ${missing[*]}; run: tools/install_deps.sh bench" >&2
  exit 1
fi
if [[ ! -x build/release/fieldstone ]]; then
  echo "bench: there is no build/release/fieldstone; run: make build" >&2
  exit 1
fi
if (($(nproc) < 2)); then
  echo "bench: two cores are needed, one for the server and one for wrk" >&2
  exit 1
fi
if [[ ${1:-} == --against ]]; then
  shift
  exec python3 bench/against.py "$@"
fi
exec python3 bench/run.py "$@"
