#!/usr/bin/env bash
# Shows that a command's results are not lost with its terminal, whether a reader goes, a terminal hangs up, a device is
# full, or nobody writes to a pipe.
. "$(dirname "$0")/checks.sh"
smoke="$source/scenarios/smoke"

"$tricolor" test "$smoke" --junit "$work/gone.xml" 2>"$work/err" | true
check "a reader that has gone leaves the results" grep -q "<testsuites tests=" "$work/gone.xml"
"$tricolor" test "$smoke" --junit "$work/closed.xml" >&- 2>"$work/err"
check "a closed output leaves the results" grep -q "<testsuites tests=" "$work/closed.xml"
"$tricolor" config "$smoke/one_shop.yaml" 2>"$work/err" | head -1 >"$work/out"
check "a reader that has read enough hears no complaint" test ! -s "$work/err"

full() { "$tricolor" "$@" >/dev/full 2>"$work/err"; }
for command in "schema" "--help" "--version" "config $smoke/one_shop.yaml" "validate $smoke" "test $smoke" \
  "test $smoke --list" "run $smoke/one_shop.yaml --lasts 1min --out $work/full"; do
  full $command
  check "a full device is told: $command" test $? -eq 3
  check "in a sentence" grep -q "standard output cannot be written: No space left on device" "$work/err"
done
check "results that cannot be written are told" exits 3 "$tricolor" test "$smoke" --junit /dev/full
check "in a sentence" says "/dev/full: cannot be written"

for signal in HUP TERM INT; do
  "$tricolor" run "$source/scenarios/xinhua_road.yaml" --out "$work/$signal" >"$work/out" 2>"$work/err" &
  process=$!
  listens "$process"
  kill -$signal "$process"
  wait "$process"
  check "SIG$signal ends a run with 130" test $? -eq 130
  check "and leaves a report" compgen -G "$work/$signal/*/report.html"
  check "marked partial" says PARTIAL
done

mkdir "$work/tests"
for name in a b c d e f g h; do cp "$source/scenarios/xinhua_road.yaml" "$work/tests/$name.yaml"; done
sed -i "s#tags: .*#tags: [street]#; s#policies/#$source/scenarios/policies/#" "$work/tests"/*.yaml
sed -i "s#demand/#$source/scenarios/demand/#" "$work/tests"/*.yaml
"$tricolor" test "$work/tests" --jobs 1 --junit "$work/stopped.xml" >"$work/out" 2>"$work/err" &
process=$!
listens "$process"
kill -TERM "$process"
wait "$process"
check "tests that are stopped end with 130" test $? -eq 130
check "and leave what they found" grep -q 'skipped="8"' "$work/stopped.xml"

mkfifo "$work/pipe"
"$tricolor" watch "$work/pipe" --out "$work/alarms.jsonl" >"$work/out" 2>"$work/err" &
process=$!
listens "$process"
sleep 0.5
kill -INT "$process"
# The late end keeps no hold of this test's output, for which ctest would wait.
(sleep 20; kill -9 "$process") >/dev/null 2>&1 &
late=$!
wait "$process"
check "a watch that waits for a pipe ends at the first Ctrl-C" test $? -eq 130
kill "$late" 2>/dev/null
exit $failed
