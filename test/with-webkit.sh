#!/bin/bash
# Runs "$@" with a virtual screen and a WebKitWebDriver, and stops both by their process ids.
set -u
dir=$(mktemp -d)
export XDG_RUNTIME_DIR=$dir
screen= driver=
cleanup() {
  [ -n "$driver" ] && kill "$driver" 2>/dev/null
  [ -n "$screen" ] && kill "$screen" 2>/dev/null
  wait 2>/dev/null
  rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fail() {
  echo "$1" >&2
  cat "$2" >&2
  exit 1
}

"${XVFB:-Xvfb}" -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$dir/display" >"$dir/screen.log" 2>&1 &
screen=$!
for _ in $(seq 100); do [ -s "$dir/display" ] && break; sleep 0.1; done
[ -s "$dir/display" ] || fail 'Xvfb did not start:' "$dir/screen.log"
export DISPLAY=":$(tr -d '\n' <"$dir/display")"
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1 GIO_USE_VFS=local GSETTINGS_BACKEND=memory

# A driver serves a single run, so parallel runs need different ports.
freePort='const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
export WEBKIT_DRIVER_PORT="${WEBKIT_DRIVER_PORT:-$(node -e "$freePort")}"
"${WEBKIT_DRIVER:-WebKitWebDriver}" --host=127.0.0.1 --port="$WEBKIT_DRIVER_PORT" >"$dir/driver.log" 2>&1 &
driver=$!
for _ in $(seq 100); do (exec 4<>"/dev/tcp/127.0.0.1/$WEBKIT_DRIVER_PORT") 2>/dev/null && break; sleep 0.1; done
kill -0 "$driver" 2>/dev/null || fail 'WebKitWebDriver did not start:' "$dir/driver.log"

"$@"
