#!/usr/bin/env bash
# Compiles samples/Minimal ahead of time, and the same page behind JwtBearer, and measures their cold starts in turns.
#
#   bench/startup.sh           writes bench/results/<date>-startup.md, .json
#   bench/startup.sh --out /tmp/trial
#
# Needs what the ahead-of-time compiler does (Debian: apt-get install clang zlib1g-dev). How to read the results: bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for project in samples/Minimal bench/Sessvm.Minimal.Jwt; do
  built=$(dotnet publish "$project" -c Release -r linux-x64 --nologo -v q -o "$work/$(basename "$project")" 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
done
project=Sessvm.Benchmarks.Http
built=$(dotnet build "bench/$project" -c Release --nologo -v q 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
"bench/$project/bin/Release/net10.0/$project" start "$work/Minimal" "$work/Sessvm.Minimal.Jwt" "$@"
