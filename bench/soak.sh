#!/usr/bin/env bash
# Lets people live for an hour on a server whose store is killed every three minutes, and compares what they saw with the events.
#
#   bench/soak.sh                                       the hour; writes bench/results/<date>-soak.md and .json
#   bench/soak.sh --time 00:02:00 --between 00:00:20    two minutes; writes nothing
#
# Needs postgresql (Debian: apt-get install postgresql). How to read the results: bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

[[ $# -gt 0 ]] || set -- --out bench/results
project=Sessvm.Soak
built=$(dotnet build "bench/$project" -c Release --nologo -v q 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
exec "bench/$project/bin/Release/net10.0/$project" "$@"
