#include "compare/slurm_script.h"

#include <fmt/format.h>

#include "run/shell_word.h"

namespace tricolor::harness {
namespace {

constexpr const char* kHead = R"(#!/usr/bin/env bash
# Runs the study {name} on a cluster with Slurm. Written by `tricolor compare --slurm`, to be read and, where your
# cluster wants it otherwise, changed. To send it off:
#
#   bash {script} submit [OPTIONS of sbatch, such as --partition=day --time=8:00:00]
#
# Three jobs follow one another:
#   pilot  runs the first {pilot} pairs, by which the study says how many it takes
#   shard  is an array of {shards} tasks, each of which runs its part of the pairs that are left
#   merge  puts the parts together, to the bytes that one machine gives
#
# A job may be killed, requeued or sent again: what is done is kept, and the rest goes on. If one fails, those behind it
# are taken back; see what it said in the folder `said`, and submit again. All nodes must see the paths below.
set -euo pipefail

tricolor={program}
from={from}
work={work}
out={out}
shards={shards}
processes={jobs}  # Replications at once in each job, and the processors that are asked for.
)";

constexpr const char* kBody = R"(
send() { # STEP OPTIONS…: gives the number of the job.
  local step=$1 number
  shift
  number=$(sbatch --parsable --job-name="$step-"NAME --output="$work/said/$step-%j.txt" --open-mode=append --requeue \
    --nodes=1 --ntasks=1 --kill-on-invalid-dep=yes "$@" "$work/SCRIPT" "$step")
  echo "${number%%;*}"
}

cd "$from"
case "${1:-}" in
  submit)
    shift
    mkdir -p "$work/said"
    pilot=$(send pilot --cpus-per-task="$processes" "$@")
    shard=$(send shard --cpus-per-task="$processes" --array="1-$shards" --dependency="afterok:$pilot" "$@")
    merge=$(send merge --dependency="afterok:$shard" "$@")
    echo "pilot $pilot, shards $shard, merge $merge; to see how far they are: squeue --jobs=$pilot,$shard,$merge"
    ;;
  pilot) compare --pilot --out "$work/pilot" ;;
  shard)
    shard=${SLURM_ARRAY_TASK_ID:?is set by Slurm: the number of the shard, from 1}
    folder=$work/shard_$shard
    # A shard begins with what the pilot has done. It is copied beside and renamed, so that it is there whole or not.
    if [ ! -e "$folder" ]; then
      rm -rf "$folder.part"
      cp -r "$work/pilot" "$folder.part"
      mv "$folder.part" "$folder"
    fi
    compare --shard "$shard/$shards" --out "$folder"
    ;;
  merge)
    if [ -e "$out/compare.json" ]; then
      echo "merged before: $out"
    else
      folders=()
      for shard in $(seq "$shards"); do folders+=("$work/shard_$shard"); done
      "$tricolor" merge "${folders[@]}" --out "$out"
    fi
    ;;
  *)
    echo "usage: bash $work/SCRIPT submit [OPTIONS of sbatch]" >&2
    exit 2
    ;;
esac
)";

// One option with its value a line.
std::string compare_function(const std::vector<std::string>& words) {
  std::string text = "\ncompare() { # OPTIONS…\n  \"$tricolor\" compare";
  for (const std::string& word : words) text += (word.starts_with("--") ? " \\\n    " : " ") + shell_word(word);
  return text + " \\\n    --jobs \"$processes\" \"$@\"\n}\n";
}

void put(std::string& text, const std::string& mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

}  // namespace

std::string slurm_script(const SlurmStudy& study) {
  std::string body = kBody;
  put(body, "NAME", shell_word(study.name));
  put(body, "SCRIPT", kSlurmScript);
  return fmt::format(kHead, fmt::arg("name", study.name),
                     fmt::arg("script", shell_word((study.folder / kSlurmScript).string())),
                     fmt::arg("pilot", study.pilot_pairs), fmt::arg("shards", study.shards),
                     fmt::arg("program", shell_word(study.program.string())),
                     fmt::arg("from", shell_word(study.from.string())),
                     fmt::arg("work", shell_word(study.folder.string())),
                     fmt::arg("out", shell_word(study.out.string())), fmt::arg("jobs", study.jobs)) +
         compare_function(study.words) + body;
}

}  // namespace tricolor::harness
