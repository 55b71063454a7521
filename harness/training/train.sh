#!/usr/bin/env bash
# Makes renders, trains the detector and its closer look, and writes assets/models, in one command. It takes about three
# and a half hours on two cores.
#   harness/training/train.sh [--minutes N] [--closer-look]
#     --minutes N     minutes of learning in all, 200 by default: nine and five sixteenths for the detector's two
#                     rounds, the rest for the closer look
#     --closer-look   only that, from the detector in assets/models
# There are two rounds: the second goes on from the first one's weights on streets that are new to it, at a lower rate.
# Training streets have seeds from 9000 on and only variants that are not held out; validation streets have seeds from
# 7000 on. Streets of evaluation (seeds 1 … 999) are in neither.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

minutes=200
detector=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --minutes) minutes=$2; shift 2 ;;
    --closer-look) detector=no; shift ;;
    *) echo "train.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
done

for package in python3-torch python3-numpy; do
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' && continue
  if [ "$(id -u)" -eq 0 ]; then apt-get install -y -qq --no-install-recommends "$package" >/dev/null; else sudo apt-get install -y -qq --no-install-recommends "$package" >/dev/null; fi
done

[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target training_renders training_cutouts
renders=build/release/harness/training/training_renders
cutouts=build/release/harness/training/training_cutouts
work=.training
mkdir -p "$work"
# On processors that multiply 16-bit numbers most of the learning is done in these, which is quicker.
narrow=()
grep -qm1 avx512_bf16 /proc/cpuinfo && narrow=(--bf16)
learn() { OMP_NUM_THREADS=1 /usr/bin/python3 harness/training/train.py "$1" "$work/validation" "$work/street.onnx" "${narrow[@]}" "${@:2}"; }

if [ "$detector" = yes ]; then
  "$renders" "$work/validation" --pictures 1500 --seed 7000 --looks all
  "$renders" "$work/first" --pictures 44000 --seed 9000
  learn "$work/first" --minutes $((minutes * 9 / 16))
  "$renders" "$work/second" --pictures 60000 --seed 9200
  learn "$work/second" --minutes $((minutes * 5 / 16)) --resume "$work/street.onnx.pt" --seed 2 --rate 1.5e-3
  mkdir -p assets/models
  cp "$work/street.onnx" "$work/street.json" assets/models/
  echo "train.sh: assets/models/street.onnx is new; bring its card (assets/models/street.md) up to date"
fi

# The cutouts are proposals of the detector at lower scores than it is run with, so that the closer look learns from
# more wrong ones.
cp assets/models/street.onnx "$work/street.onnx"
/usr/bin/python3 - "$work/street.json" <<'PYTHON'
import json, sys
listed = json.load(open("assets/models/street.json"))
listed["thresholds"] = [min(0.3, max(0.22, threshold - 0.04)) for threshold in listed["thresholds"]]
listed.pop("closer_look", None)
json.dump(listed, open(sys.argv[1], "w"))
PYTHON
"$cutouts" "$work/calibration" --pictures 2200 --seed 7100 --looks all --model "$work/street.onnx"
"$cutouts" "$work/near" --pictures 72000 --seed 9500 --model "$work/street.onnx"
OMP_NUM_THREADS=1 /usr/bin/python3 harness/training/train_closer.py "$work/near" "$work/calibration" assets/models/street.json "$work/closer_look.onnx" --minutes $((minutes / 8))
cp "$work/closer_look.onnx" assets/models/
echo "train.sh: assets/models/closer_look.onnx is new; bring the card (assets/models/street.md) up to date"
