#!/bin/bash
# Installs the Debian 12 packages that a group of targets needs and this machine lacks. Silent and
# quick when nothing is missing. docs/dependencies.md says what each package is for.
#
# Usage: tools/install_deps.sh run|test|lint|bench|rivals|package
set -euo pipefail

# A bare machine's root may have a PATH without the places where dpkg's helpers live.
export PATH="${PATH:-}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

run_packages=(
  curl make cmake ninja-build g++ pkg-config
  libboost1.81-dev libboost-json1.81-dev libcli11-dev libexpected-dev libfmt-dev libsodium-dev
  iso-codes libcsv-dev libpq-dev libspdlog-dev libsqlite3-dev libssl-dev prometheus-cpp-dev zlib1g-dev
)
test_packages=(
  "${run_packages[@]}" ccache clang-19 libclang-rt-19-dev mold openssl python3 sqlite3
  libgtest-dev libgmock-dev librapidcheck-dev nodejs npm pgbouncer postgresql-15 valgrind zsh fish
)
lint_packages=("${test_packages[@]}" clang-format-19 clang-tidy-19)
bench_packages=("${run_packages[@]}" git nginx-light postgresql-15 python3 valgrind wrk)
rivals_packages=(nodejs npm)
package_packages=("${run_packages[@]}" binutils debootstrap dpkg-dev file iproute2 lintian python3 strace
                  systemd)

die() {
  echo "install_deps: $*" >&2
  exit 1
}

case "${1:-}" in
  run) wanted=("${run_packages[@]}") ;;
  test) wanted=("${test_packages[@]}") ;;
  lint) wanted=("${lint_packages[@]}") ;;
  bench) wanted=("${bench_packages[@]}") ;;
  rivals) wanted=("${rivals_packages[@]}") ;;
  package) wanted=("${package_packages[@]}") ;;
  *) die "usage: tools/install_deps.sh run|test|lint|bench|rivals|package" ;;
esac

command -v dpkg-query >/dev/null ||
  die "this is not Debian: install what docs/dependencies.md lists in your system's way"

# shellcheck disable=SC2016  # dpkg-query's own placeholders
state='${db:Status-Status} ${Package}\n'
installed=$(dpkg-query --show --showformat "$state" "${wanted[@]}" 2>/dev/null |
  sed -n 's/^installed //p' || true)
missing=()
for package in "${wanted[@]}"; do
  # A Node.js from elsewhere brings its own npm, and Debian's does not install beside it.
  [[ $package != npm ]] || ! command -v npm >/dev/null || continue
  grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
((${#missing[@]})) || exit 0

if [[ $(id -u) == 0 ]]; then
  as_root=()
elif command -v sudo >/dev/null; then
  as_root=(sudo)
else
  die "missing: ${missing[*]}
Run this as root, or install sudo, or have an administrator run:
  apt-get install --no-install-recommends ${missing[*]}"
fi

# Debian starts a server (PostgreSQL, nginx) as soon as it is installed. The tests and benchmarks
# run their own, so none shall appear on this machine: a policy says so while apt-get runs.
policy=/usr/sbin/policy-rc.d
own_policy=no
restore_policy() {
  [[ $own_policy == no ]] || "${as_root[@]}" rm -f "$policy"
}
trap restore_policy EXIT
if [[ ! -e $policy ]]; then
  own_policy=yes
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
fi

apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
  apt-get --quiet --yes -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300)
echo "install_deps: installing ${missing[*]}" >&2
"${apt[@]}" update >&2 || die "apt-get update failed"
"${apt[@]}" install --no-install-recommends "${missing[@]}" >&2 ||
  die "apt-get could not install: ${missing[*]}"
