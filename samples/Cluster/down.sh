#!/usr/bin/env bash
# Stops what up.sh started, by its own process ids. What the store holds stays: remove the directory to forget it.
#
#   samples/Cluster/down.sh
#
# DIRECTORY as for up.sh.
set -euo pipefail
cd "$(dirname "$0")"

directory="${DIRECTORY:-${TMPDIR:-/tmp}/sessvm-cluster-$(id -u)}"
. ./processes.sh

[ -d "$directory/run" ] || { say "Nothing was started in $directory."; exit; }
stop_all
say "Stopped. What was kept is in $directory."
