// Shows that every fault of an input is answered by a sentence and exit code 2, soon, in little memory, and that
// nothing is written. Each line of the table (README.md) is tried with the real program in a folder of its own.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>

#include "harness/bad_inputs/case_file.h"

namespace tricolor::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kTable = TRICOLOR_SOURCE_DIR "/tests/harness/bad_inputs";
constexpr double kMostCpuS = 2;
constexpr long kMostKib = 256 * 1024;

struct Outcome {
  int exits = -1;
  double cpu_s = 0;
  long kib = 0;
  std::string out, err;
};

std::string contents_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Runs the program in `folder`; its output is kept beside the folder.
Outcome run(const std::vector<std::string>& arguments, const fs::path& folder) {
  const fs::path out = folder.string() + ".out", err = folder.string() + ".err";
  std::vector<std::string> words{TRICOLOR_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    // A program that hangs is ended by the kernel: CPU seconds here, and an alarm for one that only waits.
    const rlimit cpu{20, 20};
    setrlimit(RLIMIT_CPU, &cpu);
    alarm(120);
    unsetenv("DISPLAY");
    const int null = open("/dev/null", O_RDONLY), to_out = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600),
              to_err = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(null, 0);
    dup2(to_out, 1);
    dup2(to_err, 2);
    if (chdir(folder.c_str()) == 0) execv(argv[0], argv.data());
    _exit(126);
  }
  Outcome outcome;
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  outcome.exits = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.cpu_s = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                  static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  outcome.kib = usage.ru_maxrss;
  outcome.out = contents_of(out);
  outcome.err = contents_of(err);
  return outcome;
}

// Gives names, kinds, sizes and times of everything in a folder.
std::map<std::string, std::string> inventory(const fs::path& folder) {
  std::map<std::string, std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto status = entry.symlink_status();
    std::string what = std::to_string(static_cast<int>(status.type()));
    if (fs::is_regular_file(status))
      what += " " + std::to_string(entry.file_size()) + " " +
              std::to_string(entry.last_write_time().time_since_epoch().count());
    found[entry.path().lexically_relative(folder).string()] = what;
  }
  return found;
}

// Gives a folder with good files to begin from, and a good run; it is made once.
const fs::path& good_folder() {
  static const fs::path kFolder = [] {
    const fs::path folder = fs::temp_directory_path() / ("bad_inputs_test_" + std::to_string(getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder);
    const fs::path good = folder / "good";
    fs::copy(kTable / "good", good, fs::copy_options::recursive);
    const auto must = [&](const std::vector<std::string>& arguments) {
      const Outcome outcome = run(arguments, good);
      if (outcome.exits != 0) throw std::runtime_error("the good files do not run: " + outcome.err);
    };
    must({"run", "street.yaml", "--out", "runs", "--film", "film", "--no-report"});
    must({"run", "street.yaml", "--out", "durable", "--durable", "--no-report"});
    for (const char* name : {"runs", "durable"}) {
      const fs::path only = fs::directory_iterator(good / name)->path();
      fs::rename(only, good / (std::string(name) == "runs" ? "run" : "stored"));
      fs::remove_all(good / name);
    }
    fs::remove(good / "stored" / "journal.jsonl");
    return folder;
  }();
  return kFolder;
}

class BadInput : public testing::Test {
 public:
  explicit BadInput(Case one) : one_(std::move(one)) {}

  void TestBody() override {
    static int number = 0;
    const fs::path folder = good_folder() / std::to_string(++number);
    fs::copy(good_folder() / "good", folder, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    make_files(one_, folder);
    const auto before = inventory(folder);
    const Outcome outcome = run(one_.arguments, folder);
    const std::string said = outcome.err.substr(0, outcome.err.find('\n'));
    EXPECT_EQ(outcome.exits, one_.exits) << one_.place << "\n" << outcome.err << outcome.out;
    EXPECT_TRUE(matches(one_.says, said)) << one_.place << "\nsays " << said << "\nmust " << one_.says;
    EXPECT_TRUE(!one_.only || outcome.err == said + "\n") << one_.place << ": more was said\n" << outcome.err;
    EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos) << one_.place << ": an escape reached the terminal";
    EXPECT_EQ(inventory(folder), before) << one_.place << ": something was written";
#ifndef TRICOLOR_SANITIZED
    EXPECT_LE(outcome.cpu_s, kMostCpuS) << one_.place;
    EXPECT_LE(outcome.kib, kMostKib) << one_.place;
#endif
    most_cpu_s = std::max(most_cpu_s, outcome.cpu_s);
    most_kib = std::max(most_kib, outcome.kib);
    fs::remove_all(folder);
  }

  static inline double most_cpu_s = 0;
  static inline long most_kib = 0;

 private:
  Case one_;
};

}  // namespace
}  // namespace tricolor::tests

int main(int argc, char** argv) {
  using namespace tricolor::tests;
  testing::InitGoogleTest(&argc, argv);
  std::size_t cases = 0;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kTable))
    if (entry.path().extension() == ".cases") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files)
    for (const Case& one : read_cases(file)) {
      ++cases;
      testing::RegisterTest(one.kind.c_str(), one.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [one]() -> BadInput* { return new BadInput(one); });
    }
  const int failed = RUN_ALL_TESTS();
  std::cout << cases << " bad inputs of " << files.size() << " kinds; at most " << BadInput::most_cpu_s << " CPU s and "
            << BadInput::most_kib / 1024 << " MiB\n";
  fs::remove_all(good_folder());
  return failed;
}
