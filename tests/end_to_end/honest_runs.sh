#!/usr/bin/env bash
# Shows that a run's folder says which inputs the run had and that nothing is lost in silence: a run is repeated from
# its folder alone, from another place and after its scenario was edited; files that do not belong together are refused
# by name; a store that is in use, cut, or refuses, and a disk that is full are reported, and end a run with 3; broken
# folders are bad input.
# shellcheck source=tests/end_to_end/checks.sh
source "$(dirname "$0")/checks.sh"
only() { ls -d "$1"/*; } # Lists the one run folder in a folder.

# Makes a scenario outside the source tree, in files that will be edited and removed.
mkdir -p "$work/mine/policies"
cp "$source"/scenarios/policies/*.yaml "$work/mine/policies/"
cp "$source/scenarios/templates/shop_street.yaml" "$work/mine/template.yaml"
sed -e 's#\.\./templates/shop_street.yaml#template.yaml#; s#\.\./policies#policies#; s/frames: every/frames: key/' \
  -e 's/^passers_by.*/passers_by: 40 per_hour/' \
  "$source/scenarios/smoke/one_shop.yaml" >"$work/mine/street.yaml"
sed -i 's#\.\./policies#policies#' "$work/mine/template.yaml"
street="$work/mine/street.yaml"

check "a run" exits 0 "$tricolor" run "$street" --out "$work/first" --seed 5 --lasts '20 min'
run=$(only "$work/first")
check "its folder carries the scenario" test -s "$run/inputs/scenario.yaml"
check "the policy" test -s "$run/inputs/policy.yaml"
check "the classes" test -s "$run/inputs/classes.yaml"
check "and the demand" test -s "$run/inputs/demand.yaml"
for file in scenario.yaml policy.yaml classes.yaml; do
  check "with the digest of $file" grep -q "$(sha256sum "$run/inputs/$file" | cut -d' ' -f1) $file" "$run/run.txt"
done

mv "$work/mine" "$work/elsewhere"
mkdir "$work/there"
check "it is repeated from its folder alone, from another place" \
  exits 0 sh -c "cd '$work/there' && '$tricolor' run --again '$run' --out '$work/again' --threads 1"
check "and says that it came out the same" says "again        as $run"
check "with the same journal" cmp "$run/journal.jsonl" "$(only "$work/again")/journal.jsonl"
check "explain needs the folder only" exits 0 "$tricolor" explain "$run" --shop m1
cp -r "$run" "$work/otherwise"
sed -i 's/"journal": "./"journal": "x/' "$work/otherwise/run.json"
check "a run that does not come out the same ends with 1" \
  exits 1 "$tricolor" run --again "$work/otherwise" --out "$work/again2"
check "and says in what" says "journal: x"
check "--again takes no other wish" exits 2 "$tricolor" run --again "$run" --seed 6
check "a run needs a scenario or a folder" exits 2 "$tricolor" run

cp -r "$run" "$work/edited"
python3 - "$work/edited/inputs/scenario.yaml" <<'PYTHON'
import sys
path = sys.argv[1]
text = open(path).read()
shop = text.index("  - id: m1")
new = "  - id: m0\n    frontage:\n      street: xinhua\n      side: north\n      from: 1 m\n      to: 6 m\n"
open(path, "w").write(text[:shop] + new + text[shop:])
PYTHON
for command in "explain $work/edited --shop m1" "diff $run $work/edited" "run --again $work/edited"; do
  # shellcheck disable=SC2086
  check "a folder whose scenario was edited is refused: ${command%% *}" exits 2 "$tricolor" $command
  check "by its digest" says "the scenario of this run has the digest"
  check "and by the shops that differ" says "shops: "
done

broken() { # NAME SENTENCE, with $work/broken made ready
  local name=$1 sentence=$2
  check "$name: explain" exits 2 "$tricolor" explain "$work/broken" --shop m1
  check "$name: with a sentence" says "$sentence"
  check "$name: diff" exits 2 "$tricolor" diff "$work/broken" "$run"
  check "$name: again" exits 2 "$tricolor" run --again "$work/broken" --out "$work/none"
  rm -rf "$work/broken"
}
mkdir "$work/broken"
broken "an empty folder" "must be the folder of a run (with run.txt), got none there"
cp -r "$run" "$work/broken"; head -c 5000 /dev/urandom >"$work/broken/run.txt"
broken "junk for a note" "run.txt"
cp -r "$run" "$work/broken"; rm "$work/broken/journal.jsonl"
broken "no journal" "must be the folder of a run (with journal.jsonl), got none there"
cp -r "$run" "$work/broken"; sed -i 3d "$work/broken/journal.jsonl"
broken "a journal without its third line" "must be numbered 1, 2, 3, … without a gap, got 4 where 3 should be"
cp -r "$run" "$work/broken"; sed -i 's/"merchant":0/"merchant":77/' "$work/broken/journal.jsonl"
broken "a journal of another street" "journal"
cp -r "$run" "$work/broken"; rm "$work/broken/journal.jsonl"; head -c 5000 /dev/urandom >"$work/broken/journal.sqlite"
broken "junk for a database" "must be the journal of a durable run (SQLite), got"
cp -r "$run" "$work/broken"; rm -r "$work/broken/inputs"
broken "no inputs" "inputs/scenario.yaml: must be the scenario of this run, got nothing there"
check "nothing was written" test ! -e "$work/none"

# A durable run is cut off, and then taken up again with options that are allowed and options that are not.
street="$work/elsewhere/street.yaml"
"$tricolor" run "$street" --out "$work/durable" --durable --threads 1 >/dev/null 2>&1 &
process=$!
# The run is stopped (SIGSTOP) as soon as it has its store, because the whole run may take no longer than a shell's
# pause.
until compgen -G "$work/durable/*/journal.sqlite" >/dev/null || ! kill -0 "$process" 2>/dev/null; do :; done
sleep 0.02
kill -STOP "$process"
cut_off=$(only "$work/durable")
check "a store in use is refused" exits 2 "$tricolor" run --resume "$cut_off"
check "by name" says "journal.sqlite: cannot keep a journal: it is being written by another process, number $process"
kill -9 "$process" 2>/dev/null
wait "$process" 2>/dev/null
check "a shorter length is refused" exits 2 "$tricolor" run --resume "$cut_off" --lasts '10 min'
check "with the run's own" says "must be at least the 40 min that the run was begun with"
check "another seed is refused" exits 2 "$tricolor" run --resume "$cut_off" --seed 9
check "another scenario is refused" exits 2 "$tricolor" run "$source/scenarios/smoke/one_shop.yaml" --resume "$cut_off"
check "by what differs" says "the scenario of the run has the digest"
check "a longer length is gone on to, without the scenario's files" \
  exits 0 "$tricolor" run --resume "$cut_off" --lasts '45 min'
check "and stays the run's length" exits 2 "$tricolor" run --resume "$cut_off" --lasts '44 min'
"$tricolor" run "$street" --out "$work/whole" --lasts '45 min' >/dev/null 2>&1
check "it ends as if nothing had been" cmp "$cut_off/journal.jsonl" "$(only "$work/whole")/journal.jsonl"
cp -r "$cut_off" "$work/without"; rm "$work/without/journal.sqlite"
check "without its store nothing is taken up" exits 2 "$tricolor" run --resume "$work/without"
check "and it says why" says "must hold the journal of a durable run (journal.sqlite), got none there"

# Plays a disk that takes no more: files of this process and its children may not grow beyond a size, and the signal is
# ignored.
limited() { # KIB COMMAND…
  local kib=$1
  shift
  (trap '' XFSZ; ulimit -f "$kib"; exec "$@")
}
check "a journal that does not fit on its disk ends with 3" \
  exits 3 limited 60 "$tricolor" run "$street" --out "$work/full" --durable
check "is told first" says "^TROUBLE The journal could not be kept from"
full=$(only "$work/full")
check "a disk that has room again lets it go on" exits 0 "$tricolor" run --resume "$full"
"$tricolor" run "$street" --out "$work/undisturbed" >/dev/null 2>&1
check "to the same journal" cmp "$full/journal.jsonl" "$(only "$work/undisturbed")/journal.jsonl"
check "an output folder that cannot be made ends with 3" exits 3 "$tricolor" run "$street" --out /proc/none
check "and the first reason" says "/proc/none: cannot be made: "

# Folders of pictures are tried.
"$tricolor" run "$street" --out "$work/filmed" --film "$work/film" --lasts '5 min' >/dev/null 2>&1
check "pictures are looked at again" exits 0 "$tricolor" pictures "$work/film" --scenario "$street"
cp -r "$work/film" "$work/early"; sed -i '2s/,1[0-9]*,/,1000000,/' "$work/early/pictures.csv"
check "a picture before the start is bad input" exits 2 "$tricolor" pictures "$work/early" --scenario "$street"
check "with a sentence" says "pictures.csv:2: captured_at_us: must not be before the scenario's start"
cp -r "$work/film" "$work/less"; rm "$(ls "$work"/less/*.png | head -1)"
check "a picture that is missing is bad input" exits 2 "$tricolor" pictures "$work/less" --scenario "$street"
cp -r "$work/film" "$work/junk"; echo junk >"$(ls "$work"/junk/*.png | head -1)"
check "a picture that is none is bad input" exits 2 "$tricolor" pictures "$work/junk" --scenario "$street"
cp -r "$work/elsewhere" "$work/model"; echo "model: nowhere.onnx" >>"$work/model/street.yaml"
check "a detector that is missing is bad input" exits 2 "$tricolor" run "$work/model/street.yaml" --out "$work/none"
check "and nothing was written" test ! -e "$work/none"
exit $failed
