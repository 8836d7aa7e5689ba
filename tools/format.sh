#!/bin/bash
# Holds the layout of C++ sources to .clang-format.
#
# Usage: tools/format.sh check|fix
set -euo pipefail
cd "$(dirname "$0")/.."

formatter=clang-format-19
command -v "$formatter" >/dev/null || {
  echo "format: $formatter is not installed; run: tools/install_deps.sh lint" >&2
  exit 1
}

case "${1:-}" in
  check) arguments=(--dry-run --Werror --ferror-limit=1) ;;
  fix) arguments=(-i) ;;
  *)
    echo "usage: tools/format.sh check|fix" >&2
    exit 2
    ;;
esac

folders=()
for folder in src tests fuzz bench; do
  [[ ! -d $folder ]] || folders+=("$folder")
done
mapfile -d '' -t files < <(find "${folders[@]}" -name '*.[ch]pp' -print0)

# Of a complaint only its place is of use; what is no complaint, a broken .clang-format say, passes.
printf '%s\0' "${files[@]}" | xargs -0 "$formatter" --style=file "${arguments[@]}" 2>&1 |
  sed -e '/[Ee]rror:/!d' -e 's/: error: code should be clang-formatted.*/: not laid out/' >&2 || {
  echo "format: run: make fix" >&2
  exit 1
}
echo "format: ${#files[@]} files"
