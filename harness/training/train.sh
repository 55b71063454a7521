#!/usr/bin/env bash
# Makes renders, trains a detector and its closer look, and writes assets/models, in one command. It takes about three
# and a half hours on two cores, and minutes with a graphics card: assets/models/street_along.md says what one took.
#   harness/training/train.sh [--views across|along] [--minutes N] [--pictures N] [--closer-look] [--gpu]
#                             [--tools FOLDER] [--python FILE]
#     --views         across: street.onnx, for cameras that look across their street at its fronts; along:
#                     street_along.onnx, for those that look along it. By default across
#     --minutes N     minutes of learning in all, 200 by default and 6 with --gpu: nine and five sixteenths for the
#                     detector's two rounds, the rest for the closer look
#     --pictures N    renders for the first round, 104000 by default; half as many for the second one and for the closer
#                     look
#     --closer-look   only that, from the detector in assets/models
#     --gpu           learns on a card that PyTorch calls cuda, with all renders in its memory (20 GB)
#     --tools FOLDER  training_renders and training_cutouts are there; otherwise they are built
#     --python FILE   a Python that has PyTorch and NumPy; otherwise Debian's, with its packages
# The first round of `along` learns from views across and along, because there are more things to be seen across. The
# second round goes on from the first one's weights on places that are new to it, at a lower rate, and for `along` on
# views along only. Training places have seeds from 9000 on and only variants that are not held out; validation places
# have seeds from 7000 on. Places of evaluation (seeds 1 … 999) are in neither.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

views=across
minutes=
pictures=104000
detector=yes
device=cpu
tools=
python=
while [ $# -gt 0 ]; do
  case "$1" in
    --views) views=$2; shift 2 ;;
    --minutes) minutes=$2; shift 2 ;;
    --pictures) pictures=$2; shift 2 ;;
    --closer-look) detector=no; shift ;;
    --gpu) device=cuda; shift ;;
    --tools) tools=$2; shift 2 ;;
    --python) python=$2; shift 2 ;;
    *) echo "train.sh: unknown option '$1'" >&2; exit 2 ;;
  esac
done
case "$views" in
  across) name=street closer_name=closer_look first_views=across ;;
  along) name=street_along closer_name=street_along_closer first_views=all ;;
  *) echo "train.sh: --views must be across or along, got '$views'" >&2; exit 2 ;;
esac

if [ -z "$python" ]; then
  python=/usr/bin/python3
  for package in python3-torch python3-numpy; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' && continue
    as_root=
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root apt-get install -y -qq --no-install-recommends "$package" >/dev/null
  done
fi
if [ -z "$tools" ]; then
  [ -f build/release/build.ninja ] || cmake --preset release >/dev/null
  cmake --build --preset release --target training_renders training_cutouts
  tools=build/release/harness/training
fi
work=.training
mkdir -p "$work"

# The same sixteen parts are made whatever the number of processors, so that the pictures are the same.
parts=16
processors=$(nproc)  # It gives 1 once OMP_NUM_THREADS is 1.
in_parts() {  # NAME PICTURES FIRST_SEED VIEWS COMMAND…
  local part name=$1 each=$(($2 / parts)) seed=$3 seen=$4
  shift 4
  for ((part = 0; part < parts; ++part)); do
    echo "$work/$name.$part --pictures $each --seed $((seed + 12 * part)) --views $seen"
  done | xargs -P "$processors" -L 1 "$@"
}
parts_of() { (IFS=,; set -- "$work/$1".{0..15}; echo "$*"); }

# On processors and cards that multiply 16-bit numbers most of the learning is done in these, which is quicker.
how=(--device "$device")
closer=(--device "$device")
if [ "$device" = cuda ]; then
  minutes=${minutes:-6}
  how+=(--bf16 --batch 128)
  closer+=(--batch 512 --rate 5e-3)
  first_rate=4e-3
  second_rate=2.4e-3
else
  minutes=${minutes:-200}
  grep -qm1 avx512_bf16 /proc/cpuinfo && how+=(--bf16)
  first_rate=2.5e-3
  second_rate=1.5e-3
fi
share() { awk -v minutes="$minutes" -v share="$1" 'BEGIN { print minutes * share / 16 }'; }
export OMP_NUM_THREADS=1
learn() {  # RENDERS SIXTEENTHS OPTION…
  "$python" harness/training/train.py "$(parts_of "$1")" "$work/validation" "$work/$name.onnx" \
    --minutes "$(share "$2")" "${how[@]}" "${@:3}"
}

if [ "$detector" = yes ]; then
  "$tools/training_renders" "$work/validation" --pictures 1500 --seed 7000 --looks all --views "$views" &
  in_parts first "$pictures" 9000 "$first_views" "$tools/training_renders"
  wait $!
  learn first 9 --rate "$first_rate"
  rm -f "$work"/first.*
  in_parts second $((pictures / 2)) 9200 "$views" "$tools/training_renders"
  learn second 5 --resume "$work/$name.onnx.pt" --seed 2 --rate "$second_rate"
  rm -f "$work"/second.*
  mkdir -p assets/models
  cp "$work/$name.onnx" assets/models/
  "$python" harness/training/listed.py "$work/$name.json" "assets/models/$name.json"
  echo "train.sh: assets/models/$name.onnx is new; bring its card (assets/models/$name.md) up to date"
fi

# The cutouts are proposals of the detector at lower scores than it is run with, so that the closer look learns from
# more wrong ones.
cp "assets/models/$name.onnx" "$work/$name.onnx"
"$python" harness/training/listed.py --proposing "assets/models/$name.json" "$work/$name.json"
"$tools/training_cutouts" "$work/calibration" --pictures 2200 --seed 7100 --looks all --views "$views" \
  --model "$work/$name.onnx" &
in_parts near $((pictures / 2)) 9500 "$views" "$tools/training_cutouts" --model "$work/$name.onnx"
wait $!
"$python" harness/training/train_closer.py "$(parts_of near)" "$work/calibration" "assets/models/$name.json" \
  "$work/$closer_name.onnx" --minutes "$(share 2)" "${closer[@]}"
cp "$work/$closer_name.onnx" assets/models/
rm -f "$work"/near.*
echo "train.sh: assets/models/$closer_name.onnx is new; bring the card (assets/models/$name.md) up to date"
