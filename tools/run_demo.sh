#!/bin/bash
# Serves a demo store from ./demo and prints requests to paste. The first run creates the store with a
# demo shop and an API account, whose token is kept in demo/account.json; later runs find them there.
# Ctrl-C or SIGTERM stops the server; the exit code is then the server's, 0.
#
# Environment: FIELDSTONE_LISTEN, HOST:PORT, instead of 127.0.0.1:8080
set -euo pipefail
cd "$(dirname "$0")/.."

binary=build/release/fieldstone
folder=demo
database=sqlite:$folder/fieldstone.db
account=$folder/account.json
listen=${FIELDSTONE_LISTEN:-127.0.0.1:8080}
scopes=store_v2_customers,store_cart,store_channel_settings,store_v2_products,store_v2_orders
scopes+=,store_locations,store_v2_information,store_v2_content,store_v2_marketing

die() {
  echo "run_demo: $*" >&2
  exit 1
}

for tool in "$binary" curl; do
  command -v "$tool" >/dev/null || die "$tool is missing; use: make run"
done

# An account file without its database, or the other way round, is what an interrupted first run or
# somebody's rm left: what is missing is made anew.
prepare_store() {
  umask 077
  mkdir -p "$folder"
  [[ -e $folder/fieldstone.db ]] || rm -f "$account"
  [[ ! -s $account ]] || return 0
  if [[ ! -e $folder/fieldstone.db ]] ||
    ! "$binary" store list --database "$database" | grep -qx demo; then
    "$binary" store create demo --database "$database" >/dev/null
    "$binary" store seed --store demo --demo --database "$database"
  fi
  "$binary" account create --store demo --name Demo --scopes "$scopes" --database "$database" \
    >"$account.new"
  mv "$account.new" "$account"
}

server=
stop() {
  trap '' INT TERM HUP
  kill -TERM "$server" 2>/dev/null || true
  wait "$server"
}

start_server() {
  # $! of a process substitution is the server itself, and only the server holds the other end.
  exec 3< <(exec "$binary" serve --database "$database" --listen "$listen")
  server=$!
  trap 'code=0; stop || code=$?; exit "$code"' INT TERM HUP
  trap 'stop || true' EXIT
  local line=
  read -r -t 60 line <&3 || true
  if [[ $line != "listening on http://"* ]]; then
    die "the server did not start on $listen. If something else listens there, take another port:
  FIELDSTONE_LISTEN=127.0.0.1:8081 make run"
  fi
  url=${line#listening on }/stores/demo/v3
}

# api METHOD PATH [BODY]: prints the answer; fails, the answer on stderr, on any status but 2xx.
api() {
  local arguments=(--silent --show-error --fail-with-body --max-time 30 --noproxy '*' --globoff
    --request "$1" --header "X-Auth-Token: $token" --header 'Content-Type: application/json')
  [[ $# -lt 3 ]] || arguments+=(--data "$3")
  local answer
  answer=$(curl "${arguments[@]}" "$url$2") || die "$1 $2 failed: $answer"
  printf '%s\n' "$answer"
}

first_id() {
  sed -n 's/^{"data":\[{"id":\([0-9]*\).*/\1/p'
}

prepare_store
token=$(sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p' "$account")
[[ -n $token ]] || die "$account holds no access token; remove $folder/ to start anew"
start_server

customer=$(api GET '/customers?limit=1' | first_id)
if [[ -z $customer ]]; then
  ada='[{"email":"ada@example.com","first_name":"Ada","last_name":"Lovelace"}]'
  customer=$(api POST /customers "$ada" | first_id)
fi

metafields=/customers/$customer/metafields
metafield=$(api GET "$metafields?namespace=Sales%20Department&key=Staff%20Name" | first_id)
if [[ -z $metafield ]]; then
  request="-X POST '$url$metafields'"
  body='"permission_set":"app_only","namespace":"Sales Department","key":"Staff Name","value":"Ronaldo"'
else
  # The key is taken: the same POST would be a conflict, so the line changes the value instead.
  request="-X PUT '$url$metafields/$metafield'"
  body='"value":"Ronaldo"'
fi
cat <<END

Store demo is at $url, its data in $folder/.
Ctrl-C stops. To try it, paste into another terminal:

curl $request -H 'X-Auth-Token: $token' -H 'Content-Type: application/json' -d '{$body}'
curl '$url$metafields' -H 'X-Auth-Token: $token'
curl '$url/catalog/products?include=variants&limit=5' -H 'X-Auth-Token: $token'

END

code=0
wait "$server" || code=$?
trap - EXIT
exit "$code"
