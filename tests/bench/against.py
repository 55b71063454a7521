"""Holds the benchmarks of two builds against each other: each benchmark of both runs in turn, one directly after the
other, so that what else the machine does falls on both alike; printed are ratios of processor time with intervals.

    against.py BEFORE AFTER [NAME...] [--rounds 60] [--min-time 0.05] [--filter REGEX] [--minutes 10]

BEFORE and AFTER are folders with programs `NAME_bench`. First each benchmark runs once, and those that are too slow to
be run at least 12 times in the time are left out, and named. Of a run the shortest of three counts. The interval is
Yuen's for the mean of the logarithms of the rounds' ratios without the fifth at either end (another program that wakes
up in the middle of a run falls on one side alone), at 95 % for all benchmarks together (Bonferroni). Exit code 1 when
one is slower: its whole interval lies above 1.01, because 1 % may come of where the linker puts code.
"""

import argparse
import functools
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time

# Runs of a benchmark in a round, of which the shortest counts: what else the machine does can only make one longer.
REPETITIONS = 3
# Share of the rounds that is left out at either end, and the least number of rounds for which time must be.
TRIMMED, LEAST_ROUNDS = 0.2, 12
# Difference that says nothing: one build's code lies elsewhere in memory than the other's. On 2026-11-27 a benchmark
# whose source was the same in both builds took 1.010 times as long, with an interval of 1.005 to 1.015.
LAYOUT = 0.01
# Part of the time that may go to the first run of all benchmarks.
TRYING = 0.25


@functools.lru_cache(maxsize=None)
def t_quantile(probability: float, freedom: int) -> float:
    """Student's quantile, by bisection on the integral of the density (Simpson)."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def density(x):
        return scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2)

    def below(x):
        steps = 2000
        width = x / steps
        total = density(0) + density(x)
        total += sum((4 if i % 2 else 2) * density(i * width) for i in range(1, steps))
        return 0.5 + total * width / 3

    low, high = 0.0, 1.0
    while below(high) < probability:
        high *= 2
        if high > 1e6:
            return high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < probability else (low, middle)
    return high


def compared(rounds, comparisons: int):
    """Ratio after / before with its interval, of a list of (before, after); None below two rounds."""
    logs = sorted(math.log(after / before) for before, after in rounds if before > 0 and after > 0)
    count = len(logs)
    if count < 2:
        return None
    cut = int(TRIMMED * count)
    kept = logs[cut : count - cut]
    middle = sum(kept) / len(kept)
    # For the spread, each value that was cut counts as the nearest one that was kept (winsorised).
    pulled = [kept[0]] * cut + kept + [kept[-1]] * cut
    mean = sum(pulled) / count
    spread = math.sqrt(sum((x - mean) ** 2 for x in pulled) / (len(kept) * (len(kept) - 1)))
    reach = t_quantile(1 - 0.025 / max(1, comparisons), len(kept) - 1) * spread
    return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)


def verdict(ratio) -> str:
    if ratio is None:
        return "too few rounds"
    if ratio[1] > 1 + LAYOUT:
        return "slower"
    return "faster" if ratio[2] < 1 / (1 + LAYOUT) else "no difference shown"


def benchmarks_of(program: str, pattern: str):
    listed = subprocess.run([program, "--benchmark_list_tests"], check=True, capture_output=True, text=True).stdout
    return [name for name in listed.splitlines() if name and re.search(pattern, name)]


def run(program: str, benchmark: str, min_time: float, repetitions: int, most_s: float = None):
    """Least processor time of some runs of one benchmark; None when it took too long or failed."""
    # The program's expressions know no escapes but of the signs that mean something.
    exactly = "^" + re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", benchmark) + "$"
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [program, f"--benchmark_min_time={min_time / repetitions}", f"--benchmark_repetitions={repetitions}",
                   f"--benchmark_out={out.name}", "--benchmark_out_format=json", f"--benchmark_filter={exactly}"]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=most_s)
        except subprocess.TimeoutExpired:
            return None
        result = json.load(open(out.name, encoding="utf-8"))
    times = [it["cpu_time"] for it in result["benchmarks"]
             if it.get("run_type", "iteration") == "iteration" and not it.get("error_occurred")]
    return min(times) if times else None


def chosen(pairs, folders, min_time: float, seconds: float):
    """Those of (program, benchmark) for whose rounds there is time, and those that are left out; by a first run."""
    cost, left_out = {}, []
    began = time.monotonic()
    for number, (name, bench) in enumerate(pairs):
        most_s = max(1.0, 2 * (TRYING * seconds - (time.monotonic() - began)) / max(1, len(pairs) - number))
        started = time.monotonic()
        if run(os.path.join(folders[1], name + "_bench"), bench, min_time, REPETITIONS, most_s) is None:
            left_out.append((name, bench))
        else:
            cost[(name, bench)] = time.monotonic() - started
    remains = seconds - (time.monotonic() - began)
    total = 0.0
    for pair in sorted(cost, key=cost.get):
        total += 2 * LEAST_ROUNDS * cost[pair]
        if total > remains:
            left_out.append(pair)
    return [pair for pair in pairs if pair in cost and pair not in left_out], left_out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rounds", type=int, default=60, help="at most so many")
    parser.add_argument("--min-time", type=float, default=0.05)
    parser.add_argument("--filter", default="")
    parser.add_argument("--minutes", type=float, default=10, help="no further round is begun that would end later")
    arguments = parser.parse_args()
    both = sorted(
        name[: -len("_bench")]
        for name in set(os.listdir(arguments.before)) & set(os.listdir(arguments.after))
        if name.endswith("_bench")
    )
    names = arguments.names or both
    for name in names:
        if name not in both:
            print(f"against: {name}: must be a benchmark of both, such as {', '.join(both)}", file=sys.stderr)
            return 2
    began = time.monotonic()
    folders = (arguments.before, arguments.after)
    known = {name: set(benchmarks_of(os.path.join(arguments.before, name + "_bench"), arguments.filter))
             for name in names}
    pairs = [(name, bench) for name in names
             for bench in benchmarks_of(os.path.join(arguments.after, name + "_bench"), arguments.filter)
             if bench in known[name]]
    pairs, left_out = chosen(pairs, folders, arguments.min_time, 60 * arguments.minutes)
    for name, bench in left_out:
        print(f"left out, too slow for {LEAST_ROUNDS} rounds in {arguments.minutes:g} min: {name}: {bench}",
              file=sys.stderr)
    rounds = {pair: [] for pair in pairs}
    # Each benchmark gets as much time as any other, so that those that are quick have more rounds.
    spent = dict.fromkeys(pairs, 0.0)
    while open_pairs := [pair for pair in pairs if len(rounds[pair]) < arguments.rounds]:
        pair = min(open_pairs, key=spent.get)
        started = time.monotonic()
        if started - began + spent[pair] / max(1, len(rounds[pair])) > 60 * arguments.minutes:
            break
        times = {}
        for side in (0, 1) if len(rounds[pair]) % 2 == 0 else (1, 0):
            times[side] = run(os.path.join(folders[side], pair[0] + "_bench"), pair[1], arguments.min_time, REPETITIONS)
        if times[0] is None or times[1] is None:
            raise SystemExit(f"against: {pair[0]}: {pair[1]}: it failed")
        rounds[pair].append((times[0], times[1]))
        spent[pair] += time.monotonic() - started
    slower = 0
    print(f"{'after / before':>15}  {'interval':<19}  verdict              benchmark")
    for (name, bench), times in rounds.items():
        ratio = compared(times, len(rounds))
        said = verdict(ratio)
        slower += said == "slower"
        figures = f"{ratio[0]:15.3f}  [{ratio[1]:.3f} ... {ratio[2]:.3f}]" if ratio else f"{'-':>15}  {'':<19}"
        print(f"{figures:<36}  {said:<19}  {name}: {bench}")
    numbers = sorted(len(times) for times in rounds.values()) or [0]
    print(f"{slower} of {len(rounds)} slower; {numbers[0]} to {numbers[-1]} interleaved rounds, processor time")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
