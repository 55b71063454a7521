#!/usr/bin/env bash
# Shows that `tricolor watch` destroys nothing that it read or wrote before, says at which time everything happened, and
# that its exit codes tell its ends apart.
. "$(dirname "$0")/checks.sh"
# Small pictures: what is watched here is the program's outputs, and its time goes by pixels.
sed "s#\.\./#$source/scenarios/#; s#\[640, 360\]#[320, 180]#" "$source/scenarios/smoke/one_shop.yaml" >"$work/shop.yaml"
"$tricolor" run "$work/shop.yaml" --lasts '3 min' --film "$work/film" --no-report --out "$work/runs" \
  >"$work/out" 2>"$work/err"
pictures=$(ls "$work/film" | wc -l)
cd "$work" || exit 1
watch() { "$tricolor" watch film --dwell '20 s' --out alarms.jsonl --evidence evidence "$@" >out 2>err; }

check "a film is watched" exits 0 "$tricolor" watch film --dwell '20 s' --out alarms.jsonl --evidence evidence
check "by its own list of times, with the time of day" grep -q '"at":"2020-11-02T0[89]:' alarms.jsonl
check "and an end line says where alarms and pictures are" says "^[0-9]* alarms\? in alarms.jsonl, pictures in evidence; "
check "each alarm is one line for people" says "^2020-11-02 0.:..:.. film: unknown_object in picture for [0-9.]* s: evidence/"
cp alarms.jsonl first.jsonl
cp -r evidence first
watch
check "a watch that is started again adds to the log" cmp -s -n "$(wc -c <first.jsonl)" first.jsonl alarms.jsonl
check "as many lines as before" test "$(wc -l <alarms.jsonl)" -eq $((2 * $(wc -l <first.jsonl)))
check "with new ids" test "$(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' alarms.jsonl | sort -u | wc -l)" -eq \
  $((2 * $(sed -n 's/.*"id":"\([^"]*\)".*/\1/p' first.jsonl | sort -u | wc -l)))
check "and pictures of its own" test "$(ls evidence | wc -l)" -eq $((2 * $(ls first | wc -l)))
check "those of before are as they were" diff <(cd first && cksum *) <(cd evidence && cksum $(ls ../first))
rm -r evidence alarms.jsonl
watch --starts '2021-03-04 05:06:07'
cp alarms.jsonl again.jsonl
rm -r evidence alarms.jsonl
watch --starts '2021-03-04 05:06:07'
check "with a start the output is the same each time" cmp -s alarms.jsonl again.jsonl
check "and the ids begin with it" grep -q '"id":"film#20210304-050607-1"' alarms.jsonl
check "a list on standard output" exits 0 "$tricolor" watch film --dwell '20 s' --out other.jsonl --json -
check "is JSON" grep -q '^\]' out
check "and no file is named -" test ! -e ./-
check "a list that cannot be written is told at the start" exits 3 "$tricolor" watch film --out other.jsonl --json /nowhere/x
check "an output on a full device ends a watch" exits 3 "$tricolor" watch film --dwell '20 s' --out /dev/full
check "a list on a full device is told" exits 3 "$tricolor" watch film --out other.jsonl --json /dev/full
check "in a sentence" says "/dev/full: cannot be written"
check "a look that is too coarse is warned of" exits 0 "$tricolor" watch film --out other.jsonl --every '10 s' --dwell '20 s'
check "in a line" says "^command line: warning: --every: 10 s is coarse for a dwell of 20 s"
check "nothing was added to the film" test "$(ls film | wc -l)" -eq "$pictures"
cat >far.yaml <<'Z'
zones:
  - { name: 门口, polygon: [[0, 0], [450, 0], [450, 150], [0, 150]] }
Z
check "a zone partly outside is a warning" exits 0 "$tricolor" watch film --zones far.yaml --out other.jsonl --preview preview
check "in a line" \
  says "^far.yaml:2:[0-9]*: warning: 门口.polygon: [0-9]* % of it lie outside the picture, which is 320 × 180 pixels"
one=$(ls film/*.png | head -1)
cp "$one" kept.png
for output in --out --json --draw; do
  check "$output never writes over a source" exits 2 "$tricolor" watch "$one" $output "$PWD/$one"
  check "and says so" says "command line: $output: must not be what is read as a source, got"
  check "and leaves it" cmp -s "$one" kept.png
done
ln -s "$one" link.png
check "nor through a link" exits 2 "$tricolor" watch "$one" --out link.png
"$tricolor" pictures film --scenario "$work/shop.yaml" >out 2>err
check "the engine alone sums up" says "^[0-9]* pictures: [0-9]* events, [0-9]* incident"
exit $failed
