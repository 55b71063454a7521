"""Holds the benchmarks of two builds against each other: both run in turn, round by round, so that what else the machine
does falls on both alike; printed are ratios of processor time with intervals.

    against.py BEFORE AFTER [NAME...] [--rounds 8] [--min-time 0.1] [--filter REGEX] [--minutes 10]

BEFORE and AFTER are folders with programs `NAME_bench`. Of a round the shortest of five runs counts. The interval is
Student's for the mean of the logarithms of the rounds' ratios, at 95 % for all benchmarks together (Bonferroni). Exit
code 1 when one is slower: its whole interval lies above 1.
"""

import argparse
import functools
import json
import math
import os
import subprocess
import sys
import tempfile
import time

# Runs of a benchmark in a round, of which the shortest counts: what else the machine does can only make one longer.
REPETITIONS = 5


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
    logs = [math.log(after / before) for before, after in rounds if before > 0 and after > 0]
    if len(logs) < 2:
        return None
    mean = sum(logs) / len(logs)
    spread = math.sqrt(sum((x - mean) ** 2 for x in logs) / (len(logs) - 1) / len(logs))
    reach = t_quantile(1 - 0.025 / max(1, comparisons), len(logs) - 1) * spread
    return math.exp(mean), math.exp(mean - reach), math.exp(mean + reach)


def verdict(ratio) -> str:
    if ratio is None:
        return "too few rounds"
    if ratio[1] > 1:
        return "slower"
    return "faster" if ratio[2] < 1 else "no difference shown"


def run(program: str, min_time: float, pattern: str):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        command = [program, f"--benchmark_min_time={min_time / REPETITIONS}", f"--benchmark_repetitions={REPETITIONS}",
                   f"--benchmark_out={out.name}", "--benchmark_out_format=json"]
        if pattern:
            command.append(f"--benchmark_filter={pattern}")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        result = json.load(open(out.name, encoding="utf-8"))
    least = {}
    for it in result["benchmarks"]:
        if it.get("run_type", "iteration") == "iteration" and not it.get("error_occurred"):
            least[it["name"]] = min(it["cpu_time"], least.get(it["name"], math.inf))
    return least


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--min-time", type=float, default=0.1)
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
    rounds = {}
    done, began = 0, time.monotonic()
    for number in range(arguments.rounds):
        if number and (time.monotonic() - began) * (number + 1) / number > 60 * arguments.minutes:
            print(f"the time allows {number} rounds", file=sys.stderr)
            break
        for name in names:
            sides = [(0, arguments.before), (1, arguments.after)]
            times = {}
            for side, folder in sides if number % 2 == 0 else reversed(sides):
                for bench, cpu in run(os.path.join(folder, name + "_bench"), arguments.min_time, arguments.filter).items():
                    times.setdefault(bench, {})[side] = cpu
            for bench, pair in times.items():
                if len(pair) == 2:
                    rounds.setdefault((name, bench), []).append((pair[0], pair[1]))
        done = number + 1
        print(f"round {done} of {arguments.rounds}", file=sys.stderr)
    slower = 0
    print(f"{'after / before':>15}  {'interval':<19}  verdict              benchmark")
    for (name, bench), pairs in rounds.items():
        ratio = compared(pairs, len(rounds))
        said = verdict(ratio)
        slower += said == "slower"
        figures = f"{ratio[0]:15.3f}  [{ratio[1]:.3f} ... {ratio[2]:.3f}]" if ratio else f"{'-':>15}  {'':<19}"
        print(f"{figures:<36}  {said:<19}  {name}: {bench}")
    print(f"{slower} of {len(rounds)} slower; {done} interleaved rounds, processor time")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
