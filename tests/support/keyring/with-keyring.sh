#!/bin/sh
# Runs a command under a private session bus with a real gnome-keyring of its own.
#
#   with-keyring.sh [--locked | --empty] COMMAND [ARGUMENT...]
#
# The keyring is unlocked (password: test) unless told otherwise; --locked locks it again before the
# command starts, --empty leaves it without a login keyring. The command keeps its own
# XDG_DATA_HOME and XDG_RUNTIME_DIR: it gets DBUS_SESSION_BUS_ADDRESS and nothing else. Bus, daemon
# and files are gone when the command ends; the exit status is the command's.
set -eu

state=unlocked
case "${1-}" in
  --locked) state=locked; shift ;;
  --empty) state=empty; shift ;;
esac
[ $# -gt 0 ] || { echo "usage: $0 [--locked | --empty] COMMAND [ARGUMENT...]" >&2; exit 64; }

directory=$(mktemp -d "${TMPDIR:-/tmp}/pullkeeper-keyring.XXXXXX")
trap 'rm -rf "$directory"' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
mkdir -m 700 "$directory/data" "$directory/runtime"

# What D-Bus activates inherits the bus's environment, so the bus itself runs in the keyring's one.
# The bus's own chatter is dropped; descriptor 3 keeps the command's stderr.
exec 3>&2
env KEYRING_STATE="$state" \
  COMMAND_DATA_HOME="${XDG_DATA_HOME-}" COMMAND_RUNTIME_DIR="${XDG_RUNTIME_DIR-}" \
  XDG_DATA_HOME="$directory/data" XDG_RUNTIME_DIR="$directory/runtime" \
  dbus-run-session -- sh -euc '
    if [ "$KEYRING_STATE" != empty ]; then
      printf %s test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
      # The daemon is ready when it owns the name; one that has not got there would outlive the bus.
      until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean true"
      do sleep 0.01; done
    fi
    if [ "$KEYRING_STATE" = locked ]; then
      dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
        org.freedesktop.Secret.Service.Lock \
        array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
    fi
    if [ -n "$COMMAND_DATA_HOME" ]; then XDG_DATA_HOME=$COMMAND_DATA_HOME; else unset XDG_DATA_HOME; fi
    if [ -n "$COMMAND_RUNTIME_DIR" ]; then XDG_RUNTIME_DIR=$COMMAND_RUNTIME_DIR; else unset XDG_RUNTIME_DIR; fi
    unset COMMAND_DATA_HOME COMMAND_RUNTIME_DIR KEYRING_STATE
    exec "$@" 2>&3 3>&-' sh "$@" 2>/dev/null
