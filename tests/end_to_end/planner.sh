#!/usr/bin/env bash
# Shows that a planner can try a grid of values and place cameras from the command line: every command of the guide's
# worked sweep, siting and readings runs and leaves its reports in both languages, the results keep to their schemas'
# keys,
# a sweep that is done again comes to the same bytes, and bad input writes nothing.
# shellcheck source=tests/end_to_end/checks.sh
source "$(dirname "$0")/checks.sh"

run_marked() { # GUIDE MARK: every line between the marks is a command that begins with `tricolor`.
  local commands line code
  commands=$(sed -n "/<!-- $2 -->/,/<!-- end of the $2 -->/p" "$source/docs/$1" | sed -n '/^```sh$/,/^```$/p' |
    grep '^tricolor ')
  check "$1 has a $2" test "$(wc -l <<<"$commands")" -ge 2
  while read -r line; do
    eval "${line/#tricolor/\"\$tricolor\"}" >"$work/out" 2>"$work/err"
    code=$?
    check "$1: $line" test $code -eq 0
  done <<<"$commands"
}
json() { # FILE PYTHON
  python3 -c "
import json
r = json.load(open('$1'))
print($2)"
}
is() { [ "$(json "$1" "$2")" = "$3" ] || { echo "$2 is $(json "$1" "$2") and not $3"; return 1; }; }

mkdir "$work/en" && cd "$work/en"
run_marked planner_guide.en.md "worked sweep"
check "a sweep has a page" grep -q "plainly beaten" grid/sweep.html
check "in both languages" grep -q "明显不及" grid/sweep.html
check "that loads nothing" test "$(grep -c 'src=' grid/sweep.html)" -eq 0
check "a table" test -s grid/tables/sweep.csv
check "and all points of the grid beside the base" is grid/sweep.json "len(r['points'])" 5
check "each with its place" is grid/sweep.json \
  "all(p['place'] in ('front', 'unsure', 'dominated') for p in r['points'])" True
check "and its values" is grid/sweep.json \
  "r['points'][4]['at']" "{'notice.correct_within': '15 min', 'colour.yellow_from': '3 strikes'}"
check "the point that equals the base differs from it in nothing" is grid/sweep.json \
  "all(f['difference'] in (0, None) for f in r['points'][4]['figures'].values())" True
check "a point can be opened: its world is a scenario" exits 0 "$tricolor" validate grid/worlds/p001_5min_2strikes.yaml
grid() { # FOLDER OPTIONS…
  local folder=$1
  shift
  "$tricolor" sweep street.yaml --over notice.correct_within='5 min,15 min' --over gateway.wrong_numbers='0 %,40 %' \
    --rung events --accept-open-gate --seeds 2 --warmup 1 --days 2 --out "$folder" "$@"
}
check "fields of the scenario can be swept too" exits 0 grid one --jobs 1
check "with any number of processes" exits 0 grid many --jobs 5
check "to the same bytes" diff -r one many
rm many/replications/p1-*.json
check "a sweep goes on after a break" exits 0 grid many --resume
check "to the same bytes again" diff -r one many

refused() { # WORDS FIELD…
  local words=$1
  shift
  check "bad input: $*" exits 2 "$tricolor" sweep street.yaml "$@" --seeds 2 --out "$work/bad"
  check "says $words" says "$words"
  check "and writes nothing" test ! -e "$work/bad"
}
refused "did you mean 'notice.correct_within'" --over 'notice.corect_within=5 min,6 min'
refused "with a step" --over 'notice.correct_within=5 min..6 min'
refused "does not set itself" --over 'seed=1,2'
refused "notice.correct_within: must be" --over 'notice.correct_within=5 kg,6 kg'
refused "at most 400 points" --over 'notice.correct_within=1..50/1 min' --over 'escalation.give_up_after=1..50/1 h'
refused "each field once" --over 'colour.yellow_from=2 strikes' --over 'colour.yellow_from=3 strikes'

mkdir "$work/en_site" && cd "$work/en_site"
run_marked planner_guide.en.md "worked site"
check "a siting has a page" grep -q "<svg class=\"map\"" places/site.html
check "in both languages" grep -q "只会重复注视" places/site.html
check "that loads nothing" test "$(grep -c 'src=' places/site.html)" -eq 0
check "as many cameras as were asked for" is places/site.json "len(r['cameras'])" 2
check "and officers" is places/site.json "len(r['officers'])" 1
check "the seeds of its report are not those of its choice" is places/site.json \
  "r['fresh_first_seed'] >= r['screening_first_seed'] + r['screening_pairs']" True
check "every figure has an interval against the sets by chance" is places/site.json \
  "all(w['minus_random']['interval'] for w in r['worth'] if w['metric'] in ('violation_hours', 'strikes'))" True
check "a map layer" is places/site.geojson "r['type']" FeatureCollection
check "and a scenario to go on from" exits 0 "$tricolor" validate places/best.yaml
check "in which the cameras stand" grep -q "new_c2" places/best.yaml
check "bad input: no camera" exits 2 "$tricolor" site street.yaml --cameras 0 --out "$work/bad"
check "and writes nothing" test ! -e "$work/bad"

mkdir "$work/zh" && cd "$work/zh"
run_marked planner_guide.zh.md "worked sweep"
check "the Chinese guide leaves a page" test -s grid/sweep.html
mkdir "$work/zh_site" && cd "$work/zh_site"
run_marked planner_guide.zh.md "worked site"
check "and a map" test -s places/site.geojson

mkdir "$work/en_readings" && cd "$work/en_readings"
run_marked planner_guide.en.md "worked readings"
page=$(ls months/*/readings.html)
check "the readings have a page in both languages" grep -q "滚动 30 天" "$page"
check "that loads nothing" test "$(grep -c 'src=' "$page")" -eq 0
check "which says that nobody answers to the other rule" grep -q "Same behaviour, read again" "$page"
check "and a table" grep -q "strike_is=uncorrected" "${page%.html}.csv"
mkdir "$work/zh_readings" && cd "$work/zh_readings"
run_marked planner_guide.zh.md "worked readings"
check "bad input: no run" exits 2 "$tricolor" readings "$work/zh"

for language in en zh; do
  mkdir "$work/import_$language" && cd "$work/import_$language" && cp "$source"/tests/harness/import/data/* .
  run_marked "planner_guide.$language.md" "worked import"
done
check "an import has a map" grep -q "<svg class=\"map\"" my_city/import.html
check "in both languages" grep -q "未能使用" my_city/import.html
check "that loads nothing" test "$(grep -c 'src=' my_city/import.html)" -eq 0
check "a layer" is my_city/import.geojson "r['type']" FeatureCollection
check "the list of what was not used has the shop that is far away" grep -q "远方店.*outside_map" my_city/import.csv
check "names stand in names.csv" grep -q "真名店2" my_city/names.csv
check "and in nothing that a study passes on" test "$(grep -lr 真名店 my_city runs | sort | tr '\n' ' ')" = \
  "my_city/import.csv my_city/names.csv "
check "the run's layers lie where the shops are" python3 -c "
import glob, json
shops = json.load(open(glob.glob('runs/*/layers/shops.geojson')[0]))['features']
assert all(abs(s['geometry']['coordinates'][0][0] - 121.0125) < 0.01 for s in shops), shops[0]"
iconv -f UTF-8 -t GB18030 <(tail -c +4 merchants.csv) >gb.csv
import() { "$tricolor" import map.osm "$@"; }
check "a table in GB18030 is read too" exits 0 import --shops gb.csv --encoding gb18030 --coordinates wgs84 --out gb
check "and what it could not use is told by file, line and column" says "gb.csv:33:4: must have a trade that is known"
check "to the same shops" test "$(grep -c ^shop my_city/names.csv)" -eq "$(grep -c ^shop gb/names.csv)"
check "without cameras they are proposed" grep -q "frame_every: 1.5 s }   # proposed" gb/scenario.yaml
check "strict refuses" exits 2 import --shops merchants.csv --coordinates wgs84 --strict --out "$work/bad"
check "and writes nothing" test ! -e "$work/bad"

for kind in sweep site; do
  check "the schema of $kind.json is printed" exits 0 "$tricolor" schema $kind
done
exit $failed
