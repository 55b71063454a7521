"""Shows that samples are folded into the stacks that they were, that the flame graph adds up and cannot be broken by a
name, and that the comparison of two builds finds a loss of 5 % under twice as much noise and none where there is none."""

import math
import os
import random
import stat
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import against  # noqa: E402
import flame_graph  # noqa: E402

SAMPLES = """tricolor  4242 100.000001:     250000 cpu-clock:u:
\t    55d0 tricolor::engine::(anonymous namespace)::hash_of(tricolor::engine::Image const&)+0x12 (/x/tricolor)
\t    55d1 tricolor::engine::Lane::look(tricolor::engine::Frame const&)+0x3 (/x/tricolor)
\t    55d2 main (/x/tricolor)

tricolor  4242 100.000002:     250000 cpu-clock:u:
\t    55d1 tricolor::engine::Lane::look(tricolor::engine::Frame const&)+0x9 (/x/tricolor)
\t    55d2 main (/x/tricolor)

ahead 1  4243 100.000003:     250000 cpu-clock:u:
\t    7f00 [unknown] (/usr/lib/libdnnl.so.2)

ahead 1  4243 100.000004:     250000 cpu-clock:u:
\t    7f10 [unknown] (/tmp/perf-4242.map)
"""


class Folding(unittest.TestCase):
    def test_samples_become_the_stacks_that_they_were(self):
        stacks = flame_graph.fold(SAMPLES.splitlines())
        self.assertEqual(
            dict(stacks),
            {
                ("tricolor", "main", "engine::Lane::look", "engine::hash_of"): 1,
                ("tricolor", "main", "engine::Lane::look"): 1,
                ("ahead 1", "[libdnnl.so.2]"): 1,
                ("ahead 1", "[compiled at run time]"): 1,
            },
        )

    def test_a_frame_is_as_wide_as_all_that_it_called_and_itself(self):
        tree = flame_graph.tree_of(flame_graph.fold(SAMPLES.splitlines()))
        self.assertEqual(tree["v"], 4)
        self.assertEqual(sum(child["v"] for child in tree["c"]), 4)
        look = next(child for child in tree["c"] if child["n"] == "tricolor")["c"][0]["c"][0]
        self.assertEqual((look["n"], look["v"], look["c"][0]["v"]), ("engine::Lane::look", 2, 1))

    def test_no_name_ends_the_script_or_the_title(self):
        text = flame_graph.page({("a", "</script><b>"): 1}, "<i>")
        self.assertEqual(text.count("</script>"), 1)
        self.assertNotIn("<i>", text)


class Comparing(unittest.TestCase):
    def rounds(self, seed, factor, count=8, noise=0.10):
        # Other work of the machine slows both sides of a round alike; 1 % of noise is a side's own.
        chance = random.Random(seed)
        pairs = []
        for _ in range(count):
            machine = math.exp(chance.gauss(0, noise))
            pairs.append(tuple(machine * f * math.exp(chance.gauss(0, 0.01)) for f in (1.0, factor)))
        return pairs

    def test_a_loss_of_five_percent_is_found_under_twice_as_much_common_noise(self):
        for seed in range(20):
            ratio = against.compared(self.rounds(seed, 1.05), 1)
            self.assertEqual(against.verdict(ratio), "slower", seed)

    def test_a_loss_of_five_percent_is_found_where_other_programs_wake_up_in_one_run_of_ten(self):
        chance = random.Random(5)
        pairs = [(before * (1.4 if chance.random() < 0.1 else 1), after * (1.4 if chance.random() < 0.1 else 1))
                 for before, after in self.rounds(5, 1.05, 24)]
        ratio = against.compared(pairs, 10)
        self.assertEqual(against.verdict(ratio), "slower")
        self.assertLess(ratio[1], 1.05)
        self.assertGreater(ratio[2], 1.05)

    def test_where_there_is_none_it_is_rarely_claimed(self):
        claimed = sum(against.verdict(against.compared(self.rounds(seed, 1.0), 1)) != "no difference shown"
                      for seed in range(200))
        self.assertLessEqual(claimed, 20)

    def test_students_quantiles_are_those_of_the_tables(self):
        table = ((0.975, 4, 2.776), (0.975, 9, 2.262), (0.995, 7, 3.499), (0.999, 3, 10.215))
        for probability, freedom, value in table:
            self.assertAlmostEqual(against.t_quantile(probability, freedom), value, delta=0.002 * value)

    def test_two_folders_of_programs_are_compared_and_a_slower_one_ends_with_1(self):
        with tempfile.TemporaryDirectory() as folder:
            for side, cpu in (("before", 100.0), ("after", 110.0)):
                os.mkdir(f"{folder}/{side}")
                program = f"{folder}/{side}/toy_bench"
                with open(program, "w", encoding="utf-8") as out:
                    out.write(
                        "#!/usr/bin/env python3\nimport json, os, sys\n"
                        "if '--benchmark_list_tests' in sys.argv: print('spin<a>/1'); sys.exit()\n"
                        "path = [a.split('=', 1)[1] for a in sys.argv if a.startswith('--benchmark_out=')][0]\n"
                        f"cpu = {cpu} * (1 + os.getpid() % 5 / 1000)\n"
                        "json.dump({'benchmarks': [{'name': 'spin<a>/1', 'run_type': 'iteration', 'cpu_time': cpu}]},"
                        " open(path, 'w'))\n"
                    )
                os.chmod(program, os.stat(program).st_mode | stat.S_IEXEC)
            tool = os.path.join(os.path.dirname(os.path.abspath(__file__)), "against.py")
            worse = subprocess.run([sys.executable, tool, f"{folder}/before", f"{folder}/after", "--rounds", "12"],
                                   capture_output=True,
                                   text=True, check=False)
            self.assertEqual(worse.returncode, 1, worse.stderr)
            self.assertIn("slower", worse.stdout)
            better = subprocess.run([sys.executable, tool, f"{folder}/after", f"{folder}/before", "--rounds", "12"],
                                    capture_output=True,
                                    text=True, check=False)
            self.assertEqual(better.returncode, 0, better.stderr)
            self.assertIn("faster", better.stdout)
            unknown = subprocess.run([sys.executable, tool, f"{folder}/after", f"{folder}/before", "no"],
                                     capture_output=True, text=True, check=False)
            self.assertEqual(unknown.returncode, 2)


if __name__ == "__main__":
    unittest.main()
