#!/usr/bin/env bash
# Shows that a study comes to the same bytes on one machine, in shards, killed and resumed, and by a real Slurm, whose
# jobs are killed, requeued and sent again on the way. It needs a Slurm that takes jobs (SLURM_CONF) and is no part of
# the test suite: `./dev slurm prove`.
# shellcheck source=tests/end_to_end/checks.sh
source "$(dirname "$0")/../end_to_end/checks.sh"

cd "$work" || exit 1
check "a street" exits 0 "$tricolor" init street.yaml
printf 'extends: pinghu.yaml\npolicy: strict\nnotice: { correct_within: 5 min }\ncolour: { yellow_from: 2 strikes }\n' \
  >policies/strict.yaml
# So small a minimum takes more pairs than any study is allowed.
cat >metrics.yaml <<YAML
metrics: fine
extends: $source/assets/compare/metrics.yaml
violation_hours: { goal: less, primary: true, minimum: 0.01, share_of_base: 0 %, mark: assumed }
YAML
asked=(street.yaml --policy policies/strict.yaml --rung events --accept-open-gate --seeds 24 --days 360 --warmup 60
  --metrics metrics.yaml --jobs 2)
study() { # FOLDER OPTIONS…
  "$tricolor" compare "${asked[@]}" --out "$@"
}
over() { # SECONDS JOB: waits until a job and all of its tasks are done.
  for _ in $(seq "$1"); do
    squeue --noheader --jobs="$2" --states=all --format=%T |
      grep -qvE '^(COMPLETED|CANCELLED|FAILED|NODE_FAIL)$' || return 0
    sleep 1
  done
  return 1
}
# Slurm lets a requeued job wait for two minutes, so that its node can end what it ran before.
comes() { for _ in 1 2 3 4; do appears "$1" && return; done; return 1; }
number() { grep -o "$1 [0-9]*" "$work/sent" | head -1 | grep -o '[0-9]*$'; }
same() { diff -r whole "$1" && cmp whole/compare.json "$1/compare.json" && cmp whole/compare.html "$1/compare.html"; }

check "a study on one machine" exits 0 study whole
check "has more pairs than its pilot" python3 -c "
import json
plan = json.load(open('whole/plan.json'))
assert plan['pairs'] == 24, plan['pairs']"
for shard in 1 2 3; do check "shard $shard" exits 0 study "by_hand_$shard" --shard "$shard/3"; done
check "are merged" exits 0 "$tricolor" merge by_hand_1 by_hand_2 by_hand_3 --out merged
check "to the same bytes" same merged

# The program itself is begun in the background: of a function it would be a shell that is killed.
"$tricolor" compare "${asked[@]}" --out killed >/dev/null 2>&1 &
process=$!
appears "killed/replications/*.json"
kill -9 "$process"
wait "$process" 2>/dev/null
check "a killed study goes on" exits 0 study killed --resume
check "to the same bytes" same killed

check "a script for Slurm" exits 0 study by_slurm --slurm jobs --shards 3
bash jobs/study.sh submit >sent 2>&1
cat sent
pilot=$(number pilot) shards=$(number shards) merge=$(number merge)
# The pilot is killed in its midst and begins again under the same number.
appears "jobs/pilot/replications/*.json"
check "the pilot is requeued in its midst" scontrol requeue "$pilot"
check "the array begins when the pilot is done" comes "jobs/shard_1/replications/p0-*.json"
check "one task of it is requeued" scontrol requeue "${shards}_1"
check "all jobs end" over 900 "$merge"
ended=$(squeue --noheader --jobs="$pilot,$shards,$merge" --states=all --format=%T | sort -u)
check "each of them well" test "$ended" = COMPLETED
check "to the same bytes" same by_slurm
check "the pilot was begun twice" test "$(grep -c 'for the pilot' "jobs/said/pilot-$pilot.txt")" -ge 2

check "another script" exits 0 study sent_again --slurm jobs_2 --shards 2
bash jobs_2/study.sh submit >sent 2>&1
check "its array begins" comes "jobs_2/shard_*/study.json"
scancel "$(number shards)"
check "its shards are taken back" over 60 "$(number shards)"
bash jobs_2/study.sh submit >sent 2>&1
check "and sent again, they end" over 900 "$(number merge)"
check "with the same bytes" same sent_again
for log in jobs/said/*.txt; do echo "--- $(basename "$log")"; tail -3 "$log"; done
exit $failed
