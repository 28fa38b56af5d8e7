#!/usr/bin/env bash
# Measures the stores beside what each is compared with: starts the servers that it needs on loopback, and stops them.
#
#   bench/stores.sh all                        everything; writes bench/results/<date>-stores.md, .json and charts
#   bench/stores.sh redis postgres             some of it; writes nothing
#   bench/stores.sh all --top 100000 --size 100000 --rounds 3 --out /tmp/trial      a trial of a few minutes
#   bench/stores.sh profiles                   where an exchange's time goes, by perf; writes bench/results/<date>-stores-profile.md
#
# What the names are, and how to read the results: bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

project=Sessvm.Benchmarks.Stores
built=$(dotnet build "bench/$project" -c Release --nologo -v q 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
case "$*" in
  *profile*) # the runtime writes perf the names of what it compiles, and compiles where perf sees it
    command -v perf > /dev/null || { echo "perf is missing; Debian: apt-get install linux-perf" >&2; exit 1; }
    export DOTNET_PerfMapEnabled=1 DOTNET_EnableWriteXorExecute=0 ;;
esac
exec "bench/$project/bin/Release/net10.0/$project" "$@"
