#!/usr/bin/env bash
# Writes what is new in the public API into PublicAPI.Unshipped.txt of each project under src/. Look at the diff: what
# stands there is a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
  folder=$(dirname "$project")
  for file in PublicAPI.Shipped.txt PublicAPI.Unshipped.txt; do
    [ -f "$folder/$file" ] || printf '#nullable enable\n' >"$folder/$file"
  done
  dotnet format analyzers "$project" --diagnostics RS0016 RS0017 --severity warn --no-restore
done
