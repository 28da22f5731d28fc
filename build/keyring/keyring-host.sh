#!/bin/sh
# Holds a private session bus and its gnome-keyring for as long as this script's own stdin stays open.
#
#   keyring-host.sh MODE RUN_DIR DATA_DIR KEEP|DELETE     first line on stdin: the passphrase
#
# MODE: unlocked, locked (a keyring that exists and is shut), none (a bus on which nobody keeps secrets).
# Prints "ready" once the wanted state is reached. Being a leash and not a daemon is the point: when the parent
# ends, in whatever way (kill -9 too), the kernel closes the pipe, and both daemons and the run folder go.
set -u
umask 077
mode=$1 run=$2 data=$3 afterwards=$4
bus_pid='' keyring_pid='' leash_pid=''

stop() {
  trap '' TERM HUP INT
  trap - EXIT
  for pid in $keyring_pid $bus_pid $leash_pid; do kill "$pid" 2>/dev/null; done
  wait
  rm -rf "$run"
  if [ "$afterwards" = DELETE ]; then rm -rf "$data"; fi
  exit "${1:-0}"
}
trap 'stop $?' EXIT
trap 'exit 0' TERM HUP
trap '' INT

fail() { echo "keyring-host: $1" >&2; exit 1; }

# until COMMAND: tries up to 10 seconds.
until_true() {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 500 ]; then return 1; fi
    sleep 0.02
  done
}
bus_listens() { [ -S "$run/bus" ]; }
keeper_on_bus() {
  dbus-send --bus="$DBUS_SESSION_BUS_ADDRESS" --print-reply=literal --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true
}
nobody_on_bus() { ! keeper_on_bus; }
login_keyring_written() { [ -s "$data/keyrings/login.keyring" ]; }

IFS= read -r passphrase || fail 'no passphrase on stdin'
exec 3<&0 </dev/null

dbus-daemon --config-file="$run/bus.conf" --nofork --nopidfile >"$run/bus.log" 2>&1 &
bus_pid=$!
export DBUS_SESSION_BUS_ADDRESS="unix:path=$run/bus"
until_true bus_listens || fail "the private bus did not start: $(tail -n 2 "$run/bus.log")"

# Packages may give the keyring the right to lock memory, and a container without that right then refuses to run it at
# all (EPERM). A copy has no such claim, and needs none.
keeper=gnome-keyring-daemon
if ! "$keeper" --version >/dev/null 2>&1; then
  cp "$(command -v "$keeper")" "$run/keeper" && keeper="$run/keeper"
fi

# The environment of the keyring alone: its data beside the profile, its control socket in the run folder.
start_unlocked() {
  printf '%s' "$passphrase" | XDG_DATA_HOME="$data" XDG_RUNTIME_DIR="$run" \
    "$keeper" --foreground --unlock --components=secrets >"$run/keyring.log" 2>&1 &
  keyring_pid=$!
  until_true keeper_on_bus && until_true login_keyring_written ||
    fail "the keyring did not start: $(tail -n 2 "$run/keyring.log")"
}

case $mode in
  none) ;;
  unlocked) start_unlocked ;;
  locked)
    start_unlocked
    kill "$keyring_pid"
    wait "$keyring_pid" 2>/dev/null
    until_true nobody_on_bus || fail 'the keyring did not stop'
    XDG_DATA_HOME="$data" XDG_RUNTIME_DIR="$run" \
      "$keeper" --foreground --components=secrets >"$run/keyring.log" 2>&1 &
    keyring_pid=$!
    until_true keeper_on_bus || fail "the keyring did not start: $(tail -n 2 "$run/keyring.log")"
    ;;
  *) fail "unknown mode $mode" ;;
esac
passphrase=''
echo ready

cat <&3 >/dev/null &
leash_pid=$!
wait "$leash_pid"
exit 0
