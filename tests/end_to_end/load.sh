#!/usr/bin/env bash
# Shows that a load is measured from the command line: a few seconds at a few channels give a table, load.json by its
# schema and a page in both languages; pictures rendered beside the clock do as well; and a load that is stopped keeps
# what was measured and says that it is partial.
# shellcheck source=tests/end_to_end/checks.sh
source "$(dirname "$0")/checks.sh"

check "a street" exits 0 "$tricolor" init "$work/street.yaml"
street="$work/street.yaml"
figure() { python3 -c "import json; r = json.load(open('$1')); p = r['points']; print($2)"; } # FILE PYTHON
is() { [ "$(figure "$1" "$2")" = "$3" ] || { echo "$2 is $(figure "$1" "$2") and not $3"; return 1; }; }

check "a load from pictures drawn before" exits 0 \
  "$tricolor" load "$street" --channels 1..2 --fps 4 --minutes 0.05 --warmup '1 s' --profile busy --threads 2 \
    --out "$work/load"
check "prints its stages" says "case_side"
check "says what is calculated" says "Calculated, not measured"
json="$work/load/load.json"
check "both points are there" is "$json" "[x['channels'] for x in p]" "[1, 2]"
check "as many pictures were offered as the rate says" is "$json" "[x['offered']['pictures'] for x in p]" "[12, 24]"
check "each was looked at or dropped" is "$json" \
  "all(x['analysed']['pictures'] + x['dropped']['pictures'] == x['offered']['pictures'] for x in p)" True
check "the histogram holds each picture that was looked at" is "$json" \
  "all(sum(b[2] for b in x['latency_ms']['buckets']) == x['analysed']['pictures'] for x in p)" True
check "the engine's processor time is above nothing" is "$json" \
  "all(0 < x['cpu']['engine_ms_per_picture'] < 1000 for x in p)" True
check "busy pictures change" is "$json" "all(x['work']['changed_share'] > 0.9 for x in p)" True
check "and so is that of the thread that hands pictures over" \
  is "$json" "all(x['cpu']['arrivals_s'] > 0 for x in p)" True
check "the truth was asked" is "$json" "all(x['verdicts'] is not None for x in p)" True
check "the page has both languages" grep -q "每路内存" "$work/load/load.html"
check "and loads nothing" test "$(grep -c 'src=' "$work/load/load.html")" -eq 0
check "the schema of the results is printed" exits 0 "$tricolor" schema load
cp "$work/out" "$work/schema.json"
keys() { # Compares the keys of the file with those that the schema requires, at every depth.
  python3 - "$json" "$work/schema.json" <<'P'
import json, sys
def check(value, schema, path):
    if value is None: return
    if "properties" in schema:
        assert sorted(value) == sorted(schema["required"]), (path, sorted(set(value) ^ set(schema["required"])))
        for key, inner in schema["properties"].items(): check(value[key], inner, path + "." + key)
    elif "items" in schema and isinstance(value, list):
        for entry in value: check(entry, schema["items"], path + "[]")
check(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])), "load")
P
}
check "and the file has the keys that it says" keys

check "a load from pictures drawn beside the clock" exits 0 \
  "$tricolor" load "$street" --source render --channels 1 --fps 4 --minutes 0.05 --warmup '1 s' --out "$work/rendered"
check "costs the twin something" is "$work/rendered/load.json" "p[0]['cpu']['twin_s'] > 0" True

check "a load from compressed pictures" exits 0 \
  "$tricolor" load "$street" --source h264 --channels 2 --fps 4 --minutes 0.05 --warmup '1 s' --out "$work/h264"
check "in which the engine decodes" is "$work/h264/load.json" \
  "[s['cpu_ms_per_picture'] > 0 for s in p[0]['stages'] if s['stage'] == 'decode']" "[True]"
check "a load that is broken on purpose" exits 0 \
  "$tricolor" load "$street" --channels 2 --fps 4 --minutes 0.1 --warmup '1 s' --stall '1 s' --silent-camera \
    --out "$work/broken"
check "names what was planted" \
  is "$work/broken/load.json" "sorted(p[0]['broken']['planted'])" "['silent_camera', 'stall_s']"
check "a load with a clump and a full disk" exits 0 \
  "$tricolor" load "$street" --channels 2 --fps 4 --minutes 0.1 --warmup '1 s' --clump 10 --full-disk --out "$work/full"
check "loses no event" is "$work/full/load.json" "p[0]['broken']['events_unstored']" 0
check "says what was planted" is "$work/full/load.json" "sorted(p[0]['broken']['planted'])" "['clump', 'full_disk_s']"
check "and what it cost" says "the store refused"
check "the silent camera is found" is "$work/broken/load.json" "p[0]['broken']['found_silent']" "[0]"

"$tricolor" load "$street" --channels 1,2 --minutes 10 --warmup '0 s' --out "$work/stopped" >"$work/out" 2>"$work/err" &
process=$!
appears "$work/stopped/points/1/journal.sqlite"
kill -INT "$process"
wait "$process"
check "a load that is stopped ends with 130" test $? -eq 130
check "and says that it is partial" is "$work/stopped/load.json" "[x['partial'] for x in p]" "[True]"
exit $failed
