#!/usr/bin/env bash
# Shows that policies are compared from the command line: equal files differ by exactly nothing; a study that was
# killed and resumed, and one that was cut into shards and merged, come to the same bytes as an uninterrupted one;
# shards that do not belong together are refused by name; bad input writes nothing; and every command of the guide's
# worked study runs.
# shellcheck source=tests/end_to_end/checks.sh
source "$(dirname "$0")/checks.sh"

check "a street" exits 0 "$tricolor" init "$work/street.yaml"
street="$work/street.yaml"
policies="$work/policies"
sed 's/^policy: .*/policy: twin_of_base/' "$policies/pinghu.yaml" >"$policies/same.yaml"
printf 'extends: pinghu.yaml\npolicy: strict\nnotice: { correct_within: 5 min }\ncolour: { yellow_from: 2 strikes }\n' \
  >"$policies/strict.yaml"
figure() { # FILE PYTHON: prints an expression about the results `r` and the comparisons `c` by (metric, policy).
  python3 -c "
import json, sys
r = json.load(open('$1'))
c = {(x['metric'], x['policy']): x for x in r['comparisons']}
same = [x for x in c.values() if x['policy'] == 'same' and x['pairs'] > 1]
print($2)"
}
is() { [ "$(figure "$1" "$2")" = "$3" ] || { echo "$2 is $(figure "$1" "$2") and not $3"; return 1; }; }
study() { # FOLDER OPTIONS…
  local folder=$1
  shift
  "$tricolor" compare "$street" --policy "$policies/same.yaml" --policy "$policies/strict.yaml" --seeds 2 --days 1 \
    --warmup 1 --jobs 2 --out "$folder" "$@"
}

check "a study" exits 0 study "$work/whole"
check "says how many pairs" says "2 pairs"
whole="$work/whole/compare.json"
check "an equal policy differs in nothing" \
  is "$whole" "all(x['difference'] == 0 and x['interval'] == [0, 0] for x in same)" True
check "and is equivalent" is "$whole" "c['violation_hours', 'same']['verdict']" equivalent
check "the page has both languages" grep -q "违规时长" "$work/whole/compare.html"
check "and loads nothing" test "$(grep -c 'src=' "$work/whole/compare.html")" -eq 0
check "tables for spreadsheets" test -s "$work/whole/tables/comparisons.csv"
check "the schema of the results is printed" exits 0 "$tricolor" schema compare
check "every replication can be opened: its world is a scenario" exits 0 \
  "$tricolor" validate "$work/whole/worlds/strict.yaml"

tried() { # OPTIONS…
  "$tricolor" compare "$street" --policy "$policies/strict.yaml" --rung events --accept-open-gate --seeds 3 --days 4 \
    --warmup 2 --jobs 2 --out "$work/in_worlds" "$@"
}
check "a study without pictures" exits 0 tried
check "is of one world" is "$work/in_worlds/compare.json" "r['worlds']" None
check "and is tried in others afterwards" exits 0 tried --resume --worlds 6
check "which are told" is "$work/in_worlds/compare.json" "r['worlds']['count']" 6
check "with every decided verdict" is "$work/in_worlds/compare.json" \
  "all(0 <= v['stands'] <= v['worlds'] <= 6 and v['pairs'] == r['pairs'] for v in r['worlds']['verdicts'])" True
check "the page has them" grep -q "在其他世界里" "$work/in_worlds/compare.html"
check "other worlds in the same folder are refused" exits 2 tried --resume --worlds 7
check "by name" says "assumed/worlds.json: holds other worlds"
check "a steady study has no worlds" exits 2 "$tricolor" compare "$street" --policy "$policies/strict.yaml" --worlds 2 \
  --question steady --warmup 360 --out "$work/none"

study "$work/killed" >/dev/null 2>&1 &
process=$!
appears "$work/killed/replications/*.json"
kill -9 "$process"
wait "$process" 2>/dev/null
check "a study that is there already is not overwritten" exits 2 study "$work/killed"
check "and says how to go on" says "--resume"
check "a killed study goes on" exits 0 study "$work/killed" --resume
check "to the same bytes" diff -r "$work/whole" "$work/killed"

for shard in 1 2; do
  check "shard $shard" exits 0 study "$work/shard_$shard" --shard "$shard/2"
  check "has no result of its own" test ! -e "$work/shard_$shard/compare.json"
done
check "shards are merged" exits 0 "$tricolor" merge "$work/shard_1" "$work/shard_2" --out "$work/merged"
check "to the same bytes" diff -r "$work/whole" "$work/merged"
cp -r "$work/shard_2" "$work/foreign"
sed -i 's/"engine": "[^"]*"/"engine": "0000000"/' "$work/foreign/study.json"
check "a shard of another engine is refused" exits 2 "$tricolor" merge "$work/shard_1" "$work/foreign" --out "$work/no"
check "by name" says "engine: .* here, \"0000000\" there"
engine=$(grep -o '"engine": "[^"]*"' "$work/shard_1/study.json")
sed -i 's/"engine": "[^"]*"/'"$engine"'/; s/"world": "....../"world": "000000/' \
  "$work/foreign/study.json"
check "one of another world too" exits 2 "$tricolor" merge "$work/shard_1" "$work/foreign" --out "$work/no"
check "by name" says "world: "
rm -r "$work/foreign/replications" && cp "$work/shard_1/study.json" "$work/foreign/"
check "a shard alone lacks replications only where it has none" exits 2 \
  "$tricolor" merge "$work/foreign" --out "$work/no"
check "which are named" says "replications/p0-"
check "and nothing is written" test ! -e "$work/no"

refused() { # WORDS OPTIONS…
  local words=$1
  shift
  check "bad input: $*" exits 2 "$tricolor" compare "$@" --out "$work/bad"
  check "says $words" says "$words"
  check "and writes nothing" test ! -e "$work/bad"
}
printf 'extends: pinghu.yaml\npolicy: wrong\nnotise: { correct_within: 5 min }\n' >"$policies/wrong.yaml"
printf 'extends: pinghu.yaml\npolicy: odd\nclasses: { flying: { dwell: 3 min } }\n' >"$policies/odd.yaml"
refused "did you mean 'notice'" "$street" --policy "$policies/wrong.yaml"
refused "must be a class of" "$street" --policy "$policies/odd.yaml"
refused "street2.yaml" "$work/street2.yaml" --policy "$policies/strict.yaml"
refused "transition or steady" "$street" --policy "$policies/strict.yaml" --question quickly
refused "at least 360 days" "$street" --policy "$policies/strict.yaml" --question steady --warmup 30
refused "2/5" "$street" --policy "$policies/strict.yaml" --shard 3/2
printf 'metrics: mine\nextends: %s\ngreen: { goal: more, primary: true, minimum: 1 %% }\n' \
  "$source/assets/compare/metrics.yaml" >"$work/metrics.yaml"
refused "one to four" "$street" --policy "$policies/strict.yaml" --metrics "$work/metrics.yaml"

printf 'extends: pinghu.yaml\npolicy: patient\nclasses: { out_of_store: { dwell: 2 h } }\n' >"$policies/patient.yaml"
refused "has not passed its gate" "$street" --policy "$policies/strict.yaml" --rung events
refused "out_of_store" "$street" --policy "$policies/patient.yaml" --rung events --accept-open-gate
check "an open gate can be accepted" exits 0 study "$work/months" --rung events --accept-open-gate
check "and is said first" grep -q "has not passed its gate" "$work/months/compare.html"
check "equal policies differ in nothing there either" \
  is "$work/months/compare.json" "all(x['difference'] == 0 for x in same)" True

check "two policies in words" exits 1 "$tricolor" policy diff "$policies/pinghu.yaml" "$policies/strict.yaml"
check "in Chinese" says "整改时限由15 分钟改为5 分钟"
check "and in English" says "the time to correct: 5 min instead of 15 min"
check "equal ones" exits 0 "$tricolor" policy diff "$policies/pinghu.yaml" "$policies/same.yaml"

# The worked study of the guide: every line between its marks is a command that begins with `tricolor`.
for guide in planner_guide.en.md planner_guide.zh.md; do
  mkdir "$work/$guide" && cd "$work/$guide"
  commands=$(sed -n '/<!-- worked study -->/,/<!-- end of the worked study -->/p' "$source/docs/$guide" |
    sed -n '/^```sh$/,/^```$/p' | grep '^tricolor ')
  check "$guide has a worked study" test "$(wc -l <<<"$commands")" -ge 3
  sed -n '/<!-- worked study -->/,/<!-- end of the worked study -->/p' "$source/docs/$guide" |
    sed -n '/^```yaml$/,/^```$/p' | grep -v '^```' >strict.yaml.text
  while read -r line; do
    [ -d policies ] && cp strict.yaml.text policies/strict.yaml
    eval "${line/#tricolor/\"\$tricolor\"}" >"$work/out" 2>"$work/err"
    code=$?
    check "$guide: $line" test $code -le 1
  done <<<"$commands"
  check "$guide: there is a report" test -s study/compare.html
done
exit $failed
