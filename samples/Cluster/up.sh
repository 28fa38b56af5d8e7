#!/usr/bin/env bash
# Starts, on loopback: a store, three nodes of the demo on it, and nginx before them, which asks each in turn.
#
#   samples/Cluster/up.sh [postgres|redis] [argument of the demo]…
#   samples/Cluster/up.sh redis --Sessvm:AccessLifetime 00:01:00
#
# Stops first what an earlier run has left. By environment:
#   DIRECTORY   where data, logs and process ids go    /tmp/sessvm-cluster-UID
#   PORT        nginx                                  5080, or the next that is free
#   NODE_PORTS  the nodes                              "5081 5082 5083", or the next that are free
#   STORE_PORT  the store                              5090, or the next that is free
#   BUILD       «no» takes the demo as it was built; CONFIGURATION is Release or Debug
set -euo pipefail
cd "$(dirname "$0")"

store="${1:-redis}"
[ $# -eq 0 ] || shift
directory="${DIRECTORY:-${TMPDIR:-/tmp}/sessvm-cluster-$(id -u)}"
demo="$(cd ../Demo && pwd)"
configuration="${CONFIGURATION:-Release}"
. ./processes.sh

case "$store" in
  postgres | redis) ;;
  *) fail "The store is «$store»; allowed is postgres or redis." ;;
esac

# find_program PROGRAM PACKAGE: its path, wherever Debian puts it.
find_program() {
  PATH="$PATH:/usr/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)" command -v "$1" \
    || fail "$1 is missing. On Debian or Ubuntu: apt-get install $2"
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

healthy() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /health HTTP/1.0\r\n\r\n' >&3 && timeout 10 grep -q '^Healthy' <&3) 2>/dev/null; }

taken=" "

# choose VARIABLE WANTED DEFAULT: the wanted port, which must be free, or else the first free one from the default on.
choose() {
  local free="${2:-$3}"
  while answers "$free" || [[ "$taken" == *" $free "* ]]; do
    [ -z "$2" ] || fail "Port $free is taken. Choose another, or let up.sh choose."
    free=$((free + 1))
  done
  taken+="$free "
  printf -v "$1" %s "$free"
}

# await NAME COMMAND…: until the command succeeds, as long as the process lives.
await() {
  local name="$1" i
  shift
  for ((i = 0; i < 600; i++)); do
    "$@" && return
    runs "$name" || break
    sleep 0.1
  done
  tail -20 "$directory/log/$name.log" >&2
  fail "$name did not start: see $directory/log/$name.log"
}

start_redis() {
  mkdir -p "$directory/redis"
  start redis "$redis_server" --port "$store_port" --bind 127.0.0.1 --dir "$directory/redis" --appendonly yes --save ''
  await redis answers "$store_port"
  connection="127.0.0.1:$store_port"
}

start_postgres() {
  local data="$directory/postgres" as=()
  if [ "$(id -u)" -eq 0 ]; then # it refuses to run as root
    as=("$(find_program setpriv util-linux)" --reuid=postgres --regid=postgres --clear-groups)
    install -d -o postgres -m 700 "$data"
    "${as[@]}" test -x "$data" || fail "PostgreSQL runs as the user postgres, who may not enter $directory. Set DIRECTORY to one under /tmp."
  fi
  if [ ! -f "$data/PG_VERSION" ]; then
    say "Making a database in $data"
    (cd / && "${as[@]}" "$initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C) >>"$directory/log/postgres.log" 2>&1 \
      || fail "initdb failed: see $directory/log/postgres.log"
  fi
  start postgres "${as[@]}" "$postgres" -D "$data" -p "$store_port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100
  await postgres "$pg_isready" -q -h 127.0.0.1 -p "$store_port"
  connection="Host=127.0.0.1;Port=$store_port;Username=postgres;Database=postgres"
}

start_node() {
  Sessvm__Secret="$secret" ConnectionString="$connection" \
    start "node-$1" dotnet "$demo/bin/$configuration/net10.0/Sessvm.Demo.dll" \
    --urls "http://127.0.0.1:$2" --contentRoot "$directory" --webroot "$demo/wwwroot" --Store "$store" "${@:3}"
}

start_proxy() {
  sed -e "s|@DIRECTORY@|$directory|g" -e "s|@PORT@|$port|g" \
    -e "s|@NODE_1@|${nodes[0]}|" -e "s|@NODE_2@|${nodes[1]}|" -e "s|@NODE_3@|${nodes[2]}|" nginx.conf >"$directory/nginx.conf"
  mkdir -p "$directory/nginx"
  start proxy "$nginx" -p "$directory" -e "$directory/log/proxy.log" -c "$directory/nginx.conf"
  await proxy answers "$port"
}

[ -d /proc/self ] || fail "This needs Linux."
command -v dotnet >/dev/null || fail "dotnet is missing. Install the .NET 10 SDK: https://dotnet.microsoft.com/download"
find_program setsid util-linux >/dev/null
nginx=$(find_program nginx nginx)
case "$store" in
  redis) redis_server=$(find_program redis-server redis-server) ;;
  postgres)
    initdb=$(find_program initdb postgresql)
    postgres=$(find_program postgres postgresql)
    pg_isready=$(find_program pg_isready postgresql-client)
    ;;
esac

mkdir -p "$directory"
[ -O "$directory" ] || fail "$directory belongs to somebody else. Set DIRECTORY to one of your own."
directory=$(cd "$directory" && pwd)
chmod 711 "$directory"
mkdir -p "$directory/run" "$directory/log"
stop_all
trap stop_all EXIT # what does not come up as a whole goes down

if [ "${BUILD:-}" != no ]; then
  say "Building the demo"
  dotnet build "$demo" -c "$configuration" --nologo -v quiet
fi

if [ ! -s "$directory/secret" ]; then
  (umask 077 && head -c 48 /dev/urandom | base64 -w 0 >"$directory/secret")
fi
secret=$(cat "$directory/secret")

choose port "${PORT:-}" 5080
read -r -a wanted <<<"${NODE_PORTS:-}"
nodes=()
for i in 0 1 2; do
  choose "nodes[$i]" "${wanted[$i]:-}" $((5081 + i))
done
choose store_port "${STORE_PORT:-}" 5090

"start_$store"
for i in 0 1 2; do start_node $((i + 1)) "${nodes[$i]}" "$@"; done
for i in 0 1 2; do await "node-$((i + 1))" healthy "${nodes[$i]}"; done
start_proxy
trap - EXIT

say "Open http://127.0.0.1:$port (alice, password sessvm)."
for i in 0 1 2; do say "  node-$((i + 1))  http://127.0.0.1:${nodes[$i]}  process $(id_of "node-$((i + 1))")"; done
say "  $store on port $store_port; logs in $directory/log"
say "Stop it all with samples/Cluster/down.sh"
