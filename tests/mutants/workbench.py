"""Builds a mutant and lets tests judge it, without a change to the tree or to the build folder.

The mutated file is compiled apart and linked before the libraries, so that the linker takes it and leaves the right one in its archive.
"""
import json
import os
import re
import resource
import shlex
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_MEMORY = 6 << 30  # Bytes of address space: a mutant may allocate for ever.


class Failure(Exception):
    """Something that is no verdict on a mutant: the build is broken, or a text is not there."""


class Run:
    """How a program ended: `code` is None when it did not."""

    def __init__(self, code, output, seconds):
        self.code, self.output, self.seconds = code, output, seconds

    @property
    def passed(self):
        return self.code == 0

    def killer(self):
        """What noticed: the names of tests or scenarios that failed, or how the program died."""
        if self.code is None:
            return f"never ended within {self.seconds:.0f} s"
        failed = re.findall(r"^\[  FAILED  \] ([\w/]+\.[\w/]+)", self.output, re.M)
        failed += re.findall(r"^(?:FAIL\w*|✗)\s+(\S+)", self.output, re.M)
        if failed:
            return failed[0]
        return f"died of signal {-self.code}" if self.code < 0 else f"exit code {self.code}"


def _limits():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, patience_s, cwd):
    begin = time.monotonic()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=_limits,
                          start_new_session=True, text=True, errors="replace") as process:
        try:
            output, _ = process.communicate(timeout=patience_s)
            return Run(process.returncode, output, time.monotonic() - begin)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return Run(None, "", time.monotonic() - begin)


class Test:
    """A test of CTest: its program, the test files of that program which it runs, and the folder in which it runs."""

    def __init__(self, name, program, files, labels, folder):
        self.name, self.program, self.files, self.labels, self.folder = name, program, files, labels, folder


class Workbench:
    def __init__(self, build):
        self.build = Path(build).resolve()
        if not (self.build / "build.ninja").exists():
            raise Failure(f"{self.build}: must be a build folder, got none (cmake --preset release)")
        self.compile_of = {}
        for entry in json.loads((self.build / "compile_commands.json").read_text()):
            self.compile_of.setdefault(os.path.relpath(entry["file"], ROOT), entry["command"])
        self.link_of = {}
        for line in self._ninja("-t", "commands").splitlines():
            if out := re.match(r": && \S*c\+\+ .* -o (\S+) ", line):
                self.link_of[out.group(1)] = line
        self.tests = []
        listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=self.build, capture_output=True, text=True, check=True)
        for entry in json.loads(listed.stdout)["tests"]:
            about = {p["name"]: p["value"] for p in entry["properties"]}
            command = entry.get("command", ["none"])  # CTest tells no command of a program that is not built.
            program = os.path.relpath(command[0], self.build)
            if program in self.link_of and re.search(r"_tests?$|/fuzz_", program):
                folder = os.path.relpath(about["WORKING_DIRECTORY"], self.build)
                self.tests.append(Test(entry["name"], program, command[1:], about.get("LABELS", []), folder))

    def _ninja(self, *arguments):
        done = subprocess.run(["ninja", "-C", str(self.build), *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure("ninja " + " ".join(arguments) + ":\n" + done.stdout[-2000:] + done.stderr[-2000:])
        return done.stdout

    def make(self, *programs):
        """Builds what is not up to date of the right programs."""
        self._ninja(*programs)

    def archive_of(self, file):
        """The archive that a source file goes into, as link commands write it."""
        if file not in self.compile_of:
            raise Failure(f"{file}: must be compiled in {self.build}, got a file that is not")
        target = re.search(r" -o (\S+)/CMakeFiles/(\w+)\.dir/", self.compile_of[file])
        return f"{target.group(1)}/lib{target.group(2)}.a"

    def tests_with(self, file):
        archive = self.archive_of(file)
        return [test for test in self.tests if f" {archive} " in self.link_of[test.program]]

    def test(self, name):
        for test in self.tests:
            if test.name == name:
                return test
        raise Failure(f"{name}: must be a test of ctest in {self.build}, got none of that name")

    def compile(self, file, text, folder, extra=()):
        """The object of a file with another text; None when it does not compile."""
        source = Path(folder) / file
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(text)
        words = shlex.split(self.compile_of[file])
        out = words.index("-o") + 1
        words[out] = str(source) + ".o"
        words[words.index("-c") + 1] = str(source)
        # Source text that a program prints (of failed checks) must not tell the mutant from the right engine.
        words += [f"-fmacro-prefix-map={folder}={ROOT}", *extra]
        done = subprocess.run(words, cwd=self.build, capture_output=True, text=True)
        return words[out] if done.returncode == 0 else None

    def link(self, program, mutant_object, folder):
        out = str(Path(folder) / Path(program).name)
        command = self.link_of[program].replace(f" -o {program} ", f" {mutant_object} -o {out} ", 1)
        done = subprocess.run(command, shell=True, cwd=self.build, capture_output=True, text=True)
        if done.returncode != 0:
            raise Failure(f"{program}: cannot be linked with {mutant_object}:\n{done.stderr[-2000:]}")
        return out

    def ask(self, test, program, patience_s, only=None):
        """Lets a test judge; stops at the first failure. `only`: a filter of GoogleTest."""
        chosen = [f"--gtest_filter={only}"] if only else test.files
        return run([program, "--gtest_fail_fast", "--gtest_brief=1", *chosen], patience_s, self.build / test.folder)

    def same_program(self, file, text, folder):
        """True when the compiler makes the same of the mutant as of the right file: no test can tell them apart."""
        plain = ("-g0", "-frandom-seed=mutant")
        objects = []
        for name, content in (("right", (ROOT / file).read_text()), ("mutant", text)):
            made = self.compile(file, content, str(Path(folder) / name), plain)
            objects.append(Path(made).read_bytes() if made else name)
        return objects[0] == objects[1]
