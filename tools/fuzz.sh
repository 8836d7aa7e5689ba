#!/bin/bash
# Runs the libFuzzer targets one after the other, or makes their corpora small. What a run learns goes
# to build/fuzz/grown/TARGET, what breaks a target to build/fuzz/found/TARGET.
#
# Requires: the preset fuzz is built.
# Usage: tools/fuzz.sh run SECONDS [TARGET]    exit 1: a target broke
#        tools/fuzz.sh merge [TARGET]          adds to fuzz/corpus what was learnt and reaches more code
# TARGET is a regular expression.
set -euo pipefail
cd "$(dirname "$0")/.."

# A committed input is read and run in each `make test`: no long ones.
max_committed_bytes=2048
# And not too many: of what reaches more code, so many are taken at a time.
max_added=30

die() {
  echo "fuzz: $*" >&2
  exit 2
}

targets_like() {
  local binary
  for binary in build/fuzz/fuzz/fuzz_*; do
    [[ -f $binary && -x $binary ]] || continue
    binary=${binary##*/fuzz_}
    [[ -n $1 && ! $binary =~ $1 ]] || echo "$binary"
  done
}

dictionary_of() {
  [[ ! -f fuzz/dictionaries/$1.dict ]] || echo "-dict=fuzz/dictionaries/$1.dict"
}

existing() {
  local folder
  for folder in "$@"; do
    [[ ! -d $folder ]] || echo "$folder"
  done
}

run_one() {
  local target=$1 seconds=$2 found=build/fuzz/found/$1 log=build/fuzz/$1.log dictionary corpora
  mkdir -p "$found" "build/fuzz/grown/$target"
  dictionary=$(dictionary_of "$target")
  mapfile -t corpora < <(existing "fuzz/corpus/$target" "fuzz/regressions/$target")
  echo "fuzz: $target for $seconds s"
  if "build/fuzz/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
    -artifact_prefix="$found/" -print_final_stats=1 ${dictionary:+"$dictionary"} \
    "build/fuzz/grown/$target" "${corpora[@]}" >"$log" 2>&1; then
    sed -n -e 's/^stat::number_of_executed_units: */  inputs /p' -e 's/^stat::new_units_added: */  kept /p' "$log"
    return 0
  fi
  grep -E 'broken invariant|ERROR|runtime error|violated|the model says|Test unit written' "$log" >&2 || tail -20 "$log" >&2
  cat >&2 <<EOF
fuzz: $target broke; the log is $log, the input the newest file of $found/
  replay    build/fuzz/fuzz/fuzz_$target $found/FILE
  shorten   build/fuzz/fuzz/fuzz_$target -minimize_crash=1 -runs=10000 $found/FILE
  keep      copy it to fuzz/regressions/$target/, named after what it shows; make test replays it
EOF
  return 1
}

merge_one() {
  local target=$1 small=build/fuzz/small/$1 corpus=fuzz/corpus/$1 file added=0
  rm -rf "$small"
  mkdir -p "$small" "$corpus" "build/fuzz/grown/$target"
  # Seeds first: what they reach is not kept twice.
  cp "$corpus"/* "$small"/ 2>/dev/null || true
  "build/fuzz/fuzz/fuzz_$target" -merge=1 -max_len="$max_committed_bytes" "$small" \
    "build/fuzz/grown/$target" >build/fuzz/merge.log 2>&1 || die "$target: merging failed: $(tail -1 build/fuzz/merge.log)"
  for file in "$small"/*; do
    [[ ! -e $corpus/${file##*/} ]] || continue
    ((added++ < max_added)) || break
    cp "$file" "$corpus/"
  done
  echo "fuzz: $target has $(find "$corpus" -type f | wc -l) inputs"
}

case "${1:-}" in
  run)
    [[ ${2:-} =~ ^[0-9]+$ ]] || die "how many seconds?"
    mapfile -t targets < <(targets_like "${3:-}")
    ((${#targets[@]})) || die "no target is like '${3:-}'; is the preset fuzz built?"
    failed=0
    for target in "${targets[@]}"; do
      run_one "$target" "$2" || failed=1
    done
    exit "$failed"
    ;;
  merge)
    mapfile -t targets < <(targets_like "${2:-}")
    ((${#targets[@]})) || die "no target is like '${2:-}'; is the preset fuzz built?"
    for target in "${targets[@]}"; do merge_one "$target"; done
    ;;
  *) die "usage: tools/fuzz.sh run SECONDS [TARGET] | merge [TARGET]" ;;
esac
