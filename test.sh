#!/usr/bin/env bash
# Builds everything and runs every test. Installs from apt what the tests need and the machine lacks (Chromium, nginx, NATS, Redis,
# PostgreSQL, PgBouncer, tshark), uses free loopback ports only, and stops what it starts by its own process id.
#
#   ./test.sh             everything
#   ./test.sh Sqlite      only the test projects whose name contains «Sqlite»
#
# Screenshots and logs are left in artifacts/.
set -euo pipefail
cd "$(dirname "$0")"

only="${1:-}"
configuration=Release
artifacts="$PWD/artifacts"
mkdir -p "$artifacts/logs"
export SESSVM_ARTIFACTS="$artifacts"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 CI="${CI:-true}"

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

need() { command -v "$1" >/dev/null 2>&1 || fail "$1 is missing. $2"; }

install_from_apt() {
  local missing=()
  command -v chromium >/dev/null 2>&1 || missing+=(chromium)
  command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing+=(nginx)
  command -v nats-server >/dev/null 2>&1 || [ -x /usr/sbin/nats-server ] || missing+=(nats-server)
  command -v redis-server >/dev/null 2>&1 || missing+=(redis-server)
  ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
  command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  command -v tshark >/dev/null 2>&1 || missing+=(tshark)
  command -v curl >/dev/null 2>&1 || missing+=(curl)
  command -v openssl >/dev/null 2>&1 || missing+=(openssl)
  [ ${#missing[@]} -eq 0 ] && return
  say "Installing ${missing[*]}"
  local as=()
  [ "$(id -u)" -eq 0 ] || { need sudo "Install ${missing[*]} yourself, or run this as root."; as=(sudo); }
  need apt-get "Install ${missing[*]} yourself: this is not a Debian machine."
  # The tests make clusters of their own: without this the package makes one, and starts it.
  [ -e /etc/postgresql-common/createcluster.conf ] || { "${as[@]}" mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' | "${as[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null; }
  "${as[@]}" apt-get update -q >"$artifacts/logs/apt.log" 2>&1 \
    && "${as[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$artifacts/logs/apt.log" 2>&1 \
    || { tail -20 "$artifacts/logs/apt.log"; fail "Could not install ${missing[*]}."; }
  # The tests start servers of their own: no service that came with a package goes on running.
  [ ! -d /run/systemd/system ] || for one in "${missing[@]}"; do "${as[@]}" systemctl disable --now "$one" >>"$artifacts/logs/apt.log" 2>&1 || true; done
}

passed=0 failed=0 skipped=0 broken=()

# Adds up the «succeeded:», «failed:» and «skipped:» lines of one run.
count() {
  local log="$1" name="$2" status="$3" p f s
  p=$(awk '/^ *succeeded:/ {n+=$2} END {print n+0}' "$log")
  f=$(awk '/^ *failed:/ {n+=$2} END {print n+0}' "$log")
  s=$(awk '/^ *skipped:/ {n+=$2} END {print n+0}' "$log")
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if [ "$status" -ne 0 ] || [ $((p + f)) -eq 0 ]; then
    broken+=("$name")
    [ "$f" -gt 0 ] || failed=$((failed + 1)) # it died before it could count
  fi
  printf '%-32s %5d passed %3d failed %3d skipped\n' "$name" "$p" "$f" "$s"
}

# Runs one of the client's suites, after what must come before it.
client_suite() {
  local name="$1" suite="$2" before="$3" log="$artifacts/logs/$1.log" report="$artifacts/logs/$1.json" status=0
  ( cd web/client && $before && npx vitest run --project "$suite" --reporter=default --reporter=json --outputFile.json="$report" ) >"$log" 2>&1 || status=$?
  if [ -f "$report" ]; then
    node -e 'const r = require(process.argv[1]);
      console.log(`  succeeded: ${r.numPassedTests}\n  failed: ${r.numFailedTests}\n  skipped: ${r.numPendingTests + r.numTodoTests}`)' "$report" >>"$log"
  fi
  [ "$status" -eq 0 ] || tail -60 "$log"
  count "$log" "$name" "$status"
  rm -f "$report"
}

install_client() { npm ci --no-audit --no-fund && npm ci --no-audit --no-fund --prefix test; }

prepare_client() {
  install_client && npm run --silent typecheck && npm run --silent build && npm run --silent size && npm run --silent package
}

test_project() {
  local name="$1" log="$artifacts/logs/$1.log" status=0
  "test/$name/bin/$configuration/net10.0/$name" --progress off --no-ansi >"$log" 2>&1 || status=$?
  [ "$status" -eq 0 ] || { grep -vE '^\s*$' "$log" | tail -120; }
  count "$log" "$name" "$status"
}

need dotnet "Install the .NET 10 SDK: https://dotnet.microsoft.com/download"
need node "Install Node.js 20 or later: https://nodejs.org"
need npm "It comes with Node.js: https://nodejs.org"
install_from_apt

[[ "sessvm-client" == *"$only"* ]] && { say "web/client"; client_suite sessvm-client unit prepare_client; }

say "Building"
dotnet build Sessvm.slnx -c "$configuration" --nologo -clp:NoSummary >"$artifacts/logs/build.log" 2>&1 \
  || { grep -E 'error|warn' "$artifacts/logs/build.log" | sort -u | head -40; fail "The build failed: see artifacts/logs/build.log"; }

say "Testing"
for project in test/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  [[ "$name" == *"$only"* ]] && test_project "$name"
done

# These drive the demo that has just been built.
[[ "sessvm-client-browser" == *"$only"* ]] && client_suite sessvm-client-browser browser install_client
[ -n "${SESSVM_LONG:-}" ] && [[ "sessvm-client-newcomer" == *"$only"* ]] && client_suite sessvm-client-newcomer newcomer install_client

[ ${#broken[@]} -eq 0 ] || printf '\nFailed: %s (logs in artifacts/logs)\n' "${broken[*]}"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ] && [ ${#broken[@]} -eq 0 ] && [ "$passed" -gt 0 ]
