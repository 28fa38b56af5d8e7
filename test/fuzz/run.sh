#!/usr/bin/env bash
# Fuzzes one of the parsers that read what comes from outside: test/fuzz/run.sh TARGET [SECONDS, 600 by default]
# Needs afl++ (apt-get install afl++). Instruments a copy of its own in artifacts/fuzz, which REBUILD=1 makes anew.
# Crashes and hangs are listed at the end: copy what was found to test/corpus/fuzz/TARGET/, where the tests read it.
set -euo pipefail

target=${1:?"name a target: hello, told, agent, language, address, mmdb, token, row or notice"}
seconds=${2:-600}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/artifacts/fuzz
plain=$work/plain
program=$work/program
found=$work/$target

command -v afl-fuzz >/dev/null || { echo "afl-fuzz is missing: apt-get install afl++" >&2; exit 1; }

cd "$root"
dotnet tool restore >/dev/null
if [[ ! -d $program || -n ${REBUILD:-} ]]; then
  rm -rf "$plain" "$program"
  dotnet publish test/fuzz/Sessvm.Fuzz -c Release -o "$plain" --nologo -v q
  cp -r "$plain" "$program"
  for library in Sessvm.dll Sessvm.MaxMind.dll MaxMind.Db.dll; do
    dotnet sharpfuzz "$program/$library"
  done
fi

rm -rf "$found" "$work/seeds-$target"
dotnet "$plain/Sessvm.Fuzz.dll" seeds "$target" "$work/seeds-$target" # the instrumented copy runs under afl only

# -t: an input that takes a second hangs. The core pattern and the frequency of the CPU are none of our business.
export AFL_SKIP_BIN_CHECK=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_SKIP_CPUFREQ=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
timeout --signal=INT $((seconds + 60)) \
  afl-fuzz -i "$work/seeds-$target" -o "$found" -t 1000 -m none -V "$seconds" -- dotnet "$program/Sessvm.Fuzz.dll" "$target" >"$work/$target.log" 2>&1 || true

rm -f /dev/shm/sessvm-fuzz-*.mmdb # of targets that were killed amid a file

stats=$found/default/fuzzer_stats
[[ -f $stats ]] || { tail -n 30 "$work/$target.log" >&2; exit 1; }
read_stat() { sed -n "s/^$1 *: //p" "$stats"; }
crashes=$(find "$found/default/crashes" -type f ! -name README.txt | wc -l)
hangs=$(find "$found/default/hangs" -type f | wc -l)
echo "| $target | $(read_stat run_time) s | $(read_stat execs_done) | $(read_stat execs_per_sec) | $(read_stat corpus_count) | $(read_stat edges_found) | $crashes | $hangs |"
find "$found/default/crashes" "$found/default/hangs" -type f ! -name README.txt
[[ $crashes -eq 0 && $hangs -eq 0 ]]
