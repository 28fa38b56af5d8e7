#!/usr/bin/env bash
# Measures a request that is signed in, over HTTP, beside what else knows who asks: each server on core 0, the load on core 1.
#
#   bench/http.sh all                          everybody; writes bench/results/<date>-http.md, .json and charts
#   bench/http.sh sessvm accept-all jwt        some of them; writes nothing
#   bench/http.sh all --rounds 3 --seconds 1 --out /tmp/trial      a trial of a minute
#
# Needs wrk (Debian: apt-get install wrk) and, for express and fastify, Node.js 20. How to read the results: bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

for program in wrk taskset node; do
  command -v "$program" > /dev/null || { echo "$program is missing; Debian: apt-get install wrk util-linux nodejs" >&2; exit 1; }
done
project=Sessvm.Benchmarks.Http
[[ -d bench/$project/node/node_modules ]] || npm --prefix "bench/$project/node" ci --no-audit --no-fund --silent
built=$(dotnet build "bench/$project" -c Release --nologo -v q 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
exec "bench/$project/bin/Release/net10.0/$project" "$@"
