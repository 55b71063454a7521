#!/usr/bin/env bash
# Shows each command from the outside: exit codes, which files are written and which are not, that two runs are equal,
# that faults of bad files are named with line and column, that a run cut off by kill -9 is taken up again, and that
# Ctrl-C leaves a report marked partial.
. "$(dirname "$0")/checks.sh"

one_shop="$source/scenarios/smoke/one_shop.yaml"
check "help has examples" exits 0 "$tricolor" --help
check "help shows examples" says "Examples:"
check "an unknown command is bad input" exits 2 "$tricolor" rnu
check "and the one that was meant is named" says "unknown command 'rnu' (did you mean 'run'?)"
check "an unknown option is bad input" exits 2 "$tricolor" run "$one_shop" --thread 2
check "and the one that was meant is named" says "run: unknown option '--thread' (did you mean '--threads'?)"
check "the version is told" exits 0 "$tricolor" --version
check "schema is printed" exits 0 "$tricolor" schema
check "validate passes good files" exits 0 "$tricolor" validate "$source/scenarios"
check "and a policy by itself" exits 0 "$tricolor" validate "$source/scenarios/policies/rolling.yaml"
check "a file that is named is meant as a scenario" exits 2 "$tricolor" validate "$source/scenarios/templates/shop_street.yaml"
check "config names origins" exits 0 "$tricolor" config "$one_shop"
check "config shows the template's file" says "shop_street.yaml"

mkdir "$work/bad"
sed 's/seed: 1/sed: 1/; s/lasts: 40 min/lasts: 40/; s/looks_at: m1/looks_at: m9/' "$one_shop" | sed "s#\.\./#$source/scenarios/#" >"$work/bad/bad.yaml"
check "a bad file is bad input" exits 2 "$tricolor" run "$work/bad/bad.yaml" --out "$work/none"
check "it says where and what" says "bad.yaml:.*: sed: must be one of the known keys, got 'sed' (did you mean 'seed'?)"
check "and the second fault" says "lasts: must be a length of time with its unit"
check "and the third" says "looks_at: must be a merchant of this file, got 'm9'"
check "nothing was written" test ! -e "$work/none"
check "tests of a bad file are bad input" exits 2 "$tricolor" test "$work/bad/bad.yaml" --annotations --junit "$work/made/results.xml"
check "and are annotated with line and column" says "::error file=.*bad.yaml,line=[0-9]*,col=[0-9]*::"
check "and a build server reads why" grep -q '<error message="sed: must be one of the known keys' "$work/made/results.xml"

check "one shop runs" exits 0 "$tricolor" run "$one_shop" --out "$work/runs"
check "it runs again" exits 0 "$tricolor" run "$one_shop" --out "$work/runs" --threads 1
runs=("$work"/runs/*)
check "two folders, none overwritten" test "${#runs[@]}" -eq 2
check "the two are equal" exits 0 "$tricolor" diff "${runs[0]}" "${runs[1]}"
check "another seed is another run" exits 0 "$tricolor" run "$one_shop" --out "$work/runs" --seed 2 --lasts "10 min"
check "diff finds where they part" exits 1 "$tricolor" diff "${runs[0]}" "$(ls -td "$work"/runs/*-2-* | head -1)"
check "diff names the stage" says "stage"
check "explain tells a shop's story" exits 0 "$tricolor" explain "${runs[0]}" --shop m1
check "explain tells of the warning" says "请您于15分钟内进行清理"
check "explain of nobody is bad input" exits 2 "$tricolor" explain "${runs[0]}" --shop nobody

check "init writes a scenario" exits 0 "$tricolor" init "$work/mine/street.yaml"
check "which is fine" exits 0 "$tricolor" validate "$work/mine"
check "init overwrites nothing" exits 2 "$tricolor" init "$work/mine/street.yaml"

"$tricolor" run "$one_shop" --out "$work/durable" --durable --threads 1 --lasts '39 min' >/dev/null 2>&1 &
process=$!
appears "$work/durable/*/journal.sqlite"
sleep 0.7
kill -9 "$process" 2>/dev/null
wait "$process" 2>/dev/null
cut_off=$(ls -d "$work"/durable/*)
sed -i 's/^commit .*/commit of-then/' "$cut_off/run.txt"
cp "$cut_off/run.txt" "$work/run.txt"
check "a run cut off by kill -9 is taken up, for as long as it was to last" exits 0 "$tricolor" run "$one_shop" --resume "$cut_off"
check "and keeps the note of how it began" cmp "$work/run.txt" "$cut_off/run.txt"
check "and says the same when it is taken up once more" exits 0 "$tricolor" run "$one_shop" --resume "$cut_off"
"$tricolor" run "$one_shop" --out "$work/whole" --lasts '39 min' >/dev/null 2>&1
check "and ends as if nothing had been" exits 0 "$tricolor" diff "$cut_off" "$(ls -d "$work"/whole/*)"
check "what is no run cannot be taken up" exits 2 "$tricolor" run "$one_shop" --resume "$work/mine"

"$tricolor" run "$source/scenarios/xinhua_road.yaml" --out "$work/stopped" >"$work/out" 2>"$work/err" &
process=$!
appears "$work/stopped/*/run.txt"
sleep 3
kill -INT "$process"
wait "$process"
check "Ctrl-C ends with 130" test $? -eq 130
check "and a report marked partial" says "PARTIAL"

check "prune keeps the newest" exits 0 "$tricolor" runs prune --keep 1 --out "$work/runs"
check "one run is left" test "$(ls "$work/runs" | wc -l)" -eq 1
exit $failed
