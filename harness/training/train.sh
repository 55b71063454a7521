#!/usr/bin/env bash
# Makes renders, trains the detector and writes assets/models: one command, about an hour on two cores.
#   harness/training/train.sh [--minutes N] [--pictures N]
# Training streets have seeds from 9000 on and only looks that are not held out; validation streets have seeds from 7000 on. Streets of
# evaluation (seeds 1 … 999) are in neither.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

minutes=60
pictures=20000
while [ $# -gt 0 ]; do
  case "$1" in
    --minutes) minutes=$2; shift 2 ;;
    --pictures) pictures=$2; shift 2 ;;
    *) echo "train.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
done

for package in python3-torch python3-numpy; do
  dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' && continue
  if [ "$(id -u)" -eq 0 ]; then apt-get install -y -qq --no-install-recommends "$package" >/dev/null; else sudo apt-get install -y -qq --no-install-recommends "$package" >/dev/null; fi
done

[ -f build/release/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target training_renders
renders=build/release/harness/training/training_renders
work=.training
mkdir -p "$work"
"$renders" "$work/train" --pictures "$pictures" --seed 9000
"$renders" "$work/validation" --pictures 900 --seed 7000 --looks all
OMP_NUM_THREADS=1 /usr/bin/python3 harness/training/train.py "$work/train" "$work/validation" "$work/street.onnx" --minutes "$minutes"
mkdir -p assets/models
cp "$work/street.onnx" "$work/street.json" assets/models/
echo "train.sh: assets/models/street.onnx is new; bring its card (assets/models/street.md) up to date"
