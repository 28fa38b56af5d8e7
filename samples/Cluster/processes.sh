# Starts processes in the background and stops them by their own ids. Sourced by up.sh and down.sh, which set $directory.
#
# run/NAME.pid holds two lines: the process id, and when the process was started (field 22 of /proc/ID/stat), so that an
# id that the machine has given to somebody else meanwhile is left alone. Each process leads a group of its own, which its
# children are in: they are stopped also where it was killed.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# field ID NUMBER: what /proc/ID/stat says behind the name, which may hold spaces; nothing where there is no such process.
field() { { sed 's/.*) //' "/proc/$1/stat" | cut -d' ' -f"$(($2 - 2))"; } 2>/dev/null || true; }

started_at() { field "$1" 22; }

# Whether it runs: one that has ended may still wait for somebody to take note of it.
lives() { [[ "$(field "$1" 3)" == [!ZX] ]]; }

# start NAME COMMAND…: it notes its id itself, before it becomes the command, so that none is started that nobody can stop.
start() {
  local file="$directory/run/$1.pid"
  rm -f "$file"
  setsid bash -c '. ./processes.sh; note "$1"; exec "${@:2}"' start "$file" "${@:2}" </dev/null >>"$directory/log/$1.log" 2>&1 &
  until [ -f "$file" ]; do sleep 0.02; done
}

note() {
  printf '%s\n%s\n' "$$" "$(started_at "$$")" >"$1.new"
  mv "$1.new" "$1"
}

id_of() { sed -n 1p "$directory/run/$1.pid"; }

runs() { lives "$(id_of "$1")"; }

# stop NAME SIGNAL
stop() {
  local file="$directory/run/$1.pid" id now i
  [ -f "$file" ] || return 0
  id=$(id_of "$1")
  now=$(started_at "$id")
  if [ -z "$now" ] || [ "$now" = "$(sed -n 2p "$file")" ]; then
    kill "-$2" -- "-$id" 2>/dev/null || true
    for ((i = 0; i < 100; i++)); do
      lives "$id" || break
      sleep 0.1
    done
    kill -KILL -- "-$id" 2>/dev/null || true
  fi
  rm -f "$file"
}

stop_all() {
  local node
  stop proxy TERM
  for node in 1 2 3; do stop "node-$node" TERM; done
  stop postgres INT # at once, and not when its last client has left
  stop redis TERM
}
