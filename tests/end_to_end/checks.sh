# Is sourced by the end-to-end tests: sets $tricolor, $source and an empty $work. $failed is 1 after a failure.
set -uo pipefail
tricolor=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

check() { # NAME CONDITION…
  local name=$1
  shift
  if "$@"; then echo "ok      $name"; else echo "FAILED  $name: $*"; failed=1; fi
}
exits() { # CODE COMMAND…
  local wanted=$1
  shift
  "$@" >"$work/out" 2>"$work/err"
  local got=$?
  [ "$got" -eq "$wanted" ] || { echo "exit $got instead of $wanted: $*"; cat "$work/err"; return 1; }
}
says() { grep -q -- "$1" "$work/out" "$work/err" || { cat "$work/out" "$work/err"; return 1; }; }
appears() { for _ in $(seq 600); do compgen -G "$1" >/dev/null && return; sleep 0.1; done; return 1; }
# Waits until a process is the program and catches SIGINT: a signal that comes earlier would end it as any program, or
# hit this shell's copy.
listens() { # PID
  local mask
  for _ in $(seq 600); do
    if [ "$(readlink "/proc/$1/exe")" = "$(readlink -f "$tricolor")" ]; then
      mask=$(sed -n 's/^SigCgt:\s*//p' "/proc/$1/status")
      [ -n "$mask" ] && [ $((0x$mask & 2)) -ne 0 ] && return
    fi
    sleep 0.1
  done
  return 1
}
