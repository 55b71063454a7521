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
small=("$street" --policy "$policies/same.yaml" --policy "$policies/strict.yaml" --seeds 2 --days 1 --warmup 1 --jobs 2)
study() { # FOLDER OPTIONS…
  "$tricolor" compare "${small[@]}" --out "$@"
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
check "other cities are tried afterwards, too" exits 0 tried --resume --cities 3
check "and told" says "in 3 other cities"
check "the interval of their mean lies about it" is "$work/in_worlds/compare.json" \
  "all(x['interval'][0] <= x['difference'] <= x['interval'][1] for x in r['cities']['comparisons'])" True
check "which is that of the cities' means" is "$work/in_worlds/compare.json" \
  "all(abs(sum(x['by_city']) / 3 - x['difference']) < 1e-9
       for x in r['cities']['comparisons'] if x['cities'] == 3)" True
check "the cities differ" is "$work/in_worlds/compare.json" \
  "len(set(r['cities']['comparisons'][0]['by_city'])) > 1" True
check "the page has them" grep -q "再换一个城市" "$work/in_worlds/compare.html"
check "more cities can be added" exits 0 tried --resume --cities 4
check "fewer cannot" exits 2 tried --resume --cities 2
check "one city cannot differ" exits 2 tried --resume --cities 1
check "a steady study has no worlds" exits 2 "$tricolor" compare "$street" --policy "$policies/strict.yaml" --worlds 2 \
  --question steady --warmup 360 --out "$work/none"

# The program itself is begun in the background: of a function it would be a shell that is killed.
"$tricolor" compare "${small[@]}" --out "$work/killed" >/dev/null 2>&1 &
process=$!
appears "$work/killed/replications/*.json"
kill -9 "$process"
wait "$process" 2>/dev/null
check "a study can be killed" test ! -e "$work/killed/compare.json"
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

# A stand-in for Slurm runs what it is handed at once, and each job twice, as after a requeue. Its place has a space.
mkdir -p "$work/bin" "$work/a cluster"
cat >"$work/bin/sbatch" <<'TEXT'
#!/usr/bin/env bash
tasks=1-1
for word in "$@"; do [ "${word%%=*}" = --array ] && tasks=${word#*=}; done
for task in $(seq "${tasks#*-}"); do
  for _ in 1 2; do SLURM_ARRAY_TASK_ID=$task bash "${@: -2:1}" "${@: -1}" >>"$WORK/said" 2>&1 || exit 1; done
done
echo "$RANDOM;cluster"
TEXT
chmod +x "$work/bin/sbatch"
months() { # FOLDER OPTIONS…
  "$tricolor" compare "$street" --policy "$policies/strict.yaml" --rung events --accept-open-gate --seeds 12 --days 2 \
    --warmup 1 --metrics "$work/fine.yaml" --jobs 2 --out "$@"
}
printf 'metrics: fine\nextends: %s\n%s\n' "$source/assets/compare/metrics.yaml" \
  'violation_hours: { goal: less, primary: true, minimum: 0.01, share_of_base: 0 %, mark: assumed }' >"$work/fine.yaml"
check "a study for a cluster, on one machine" exits 0 months "$work/one_machine"
check "runs more pairs than its pilot" is "$work/one_machine/compare.json" "r['pairs']" 12
check "a script for Slurm" exits 0 months "$work/a cluster/study" --slurm "$work/a cluster/jobs" --shards 2
check "says how it is sent off" says "study.sh' submit"
check "and runs nothing" test ! -e "$work/a cluster/study"
check "is sent off" exits 0 env WORK="$work" PATH="$work/bin:$PATH" bash "$work/a cluster/jobs/study.sh" submit \
  --partition=day
check "and comes to the same bytes" diff -r "$work/one_machine" "$work/a cluster/study"
check "what was begun again went on" grep -q "merged before" "$work/said"
check "a script that is there is not written over" exits 2 months "$work/elsewhere" --slurm "$work/a cluster/jobs"
check "the study must not lie in the script's folder" exits 2 months "$work/jobs/study" --slurm "$work/jobs"
check "and then nothing is written" test ! -e "$work/jobs"
check "a script, a pilot and a shard are three things" exits 2 months "$work/none" --pilot --shard 1/2

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
