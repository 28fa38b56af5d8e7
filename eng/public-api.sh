#!/usr/bin/env bash
# Writes what is new in the public API into PublicAPI.Unshipped.txt of each project under src/, and takes out what is gone.
# Look at the diff: what stands there is a promise.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
  folder=$(dirname "$project")
  listed="$folder/PublicAPI.Unshipped.txt"
  for file in "$folder/PublicAPI.Shipped.txt" "$listed"; do
    [ -f "$file" ] || printf '#nullable enable\n' >"$file"
  done
  said=$(dotnet build "$project" --no-incremental -p:TreatWarningsAsErrors=false -p:WarningsAsErrors= --nologo 2>&1 | grep -F "[$PWD/$project" || true)
  fresh=$(sed -nE "s/.*(warning|error) RS0016: Symbol '(.*)' is not part of the declared.*/\2/p" <<<"$said" | sort -u)
  gone=$(sed -nE "s/.*(warning|error) RS0017: Symbol '(.*)' is part of the declared.*/\2/p" <<<"$said" | sort -u)
  [ -n "$fresh$gone" ] || continue
  { head -1 "$listed"; { tail -n +2 "$listed"; printf '%s\n' "$fresh"; } | grep -vxFf <(printf '%s\n' "$gone" | grep . || echo '#') | grep . | LC_ALL=C sort -u; } >"$listed.new"
  mv "$listed.new" "$listed"
  printf '%s: %d new, %d gone\n' "$folder" "$(grep -c . <<<"$fresh" || true)" "$(grep -c . <<<"$gone" || true)"
done
