#!/usr/bin/env bash
# Counts the instructions of the hot path, compiled ahead of time, under valgrind, and compares them with bench/instructions.txt.
# Unlike a time, a count is the same on a busy machine; it moves when our code, the compiler or OpenSSL does.
#
#   bench/instructions.sh            compares; fails where a path takes over 3 % more than it did
#   bench/instructions.sh --update   writes the counts down as the new baseline
#
# Needs valgrind (Debian: apt-get install valgrind clang zlib1g-dev). x64 Linux only.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

update=${1:-}
[[ -z $update || $update == --update ]] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
command -v valgrind > /dev/null || { echo "valgrind is missing; Debian: apt-get install valgrind" >&2; exit 1; }
baseline=bench/instructions.txt
few=1000 many=5000 allowed=103 # percent

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
built=$(dotnet publish bench/Sessvm.Instructions -c Release -r linux-x64 --nologo -v q -o "$work" 2>&1) || { printf '%s\n' "$built" >&2; exit 1; }
rm -f "$work"/*.dbg # in a form that valgrind cannot read

counted() { # path, times
  # The collector reserves more addresses than valgrind has, unless it is told of a limit.
  DOTNET_GCHeapHardLimit=0x10000000 valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
    "$work/Sessvm.Instructions" "$1" "$2" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
  sed -n 's/.*I *refs: *//p' "$work/log" | tr -d ,
}

failed=0
printf '%-8s %12s %12s\n' path instructions baseline
: > "$work/counts"
for path in again refuse verify mint; do
  least=$(counted "$path" "$few") most=$(counted "$path" "$many")
  count=$(((most - least) / (many - few)))
  before=$(awk -v path="$path" '$1 == path { print $2 }' "$baseline" 2> /dev/null || true)
  echo "$path $count" >> "$work/counts"
  verdict=
  if [[ -z $update ]]; then
    [[ -n $before ]] || { echo "$baseline has no count of $path; write it with --update" >&2; exit 1; }
    ((count * 100 <= before * allowed)) || { verdict='  more than it was'; failed=1; }
  fi
  printf '%-8s %12d %12s%s\n' "$path" "$count" "${before:--}" "$verdict"
done
[[ -z $update ]] || { cp "$work/counts" "$baseline"; echo "Written: $baseline"; }
exit "$failed"
