// Runs a fuzzer's entry point without a fuzzer: first over every file of its corpus, then over so many mutations of
// them. `./dev test` runs it; `./dev fuzz` puts libFuzzer in this file's place.
//
//   NAME CORPUS… [--mutations 2000] [--seed 1]
//
// An input that kills the process is written to the working folder, and its name is printed last: `NAME FILE` repeats
// it.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/random/streams.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
using tricolor::sim::Draw;

using Bytes = std::vector<std::uint8_t>;

Bytes current;

// Calls only functions that a signal handler may call.
extern "C" void keep(int signal) {
  constexpr char kFile[] = "fuzz-crash.input", kSaid[] = "\nfuzz: killed; the input is in fuzz-crash.input\n";
  if (const int file = open(kFile, O_CREAT | O_TRUNC | O_WRONLY, 0644); file >= 0) {
    if (write(file, current.data(), current.size()) >= 0) close(file);
  }
  if (write(2, kSaid, sizeof kSaid - 1) < 0) _exit(3);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

int below(Draw& draw, std::size_t count) {
  return draw.integer(0, static_cast<int>(std::max<std::size_t>(count, 1)) - 1);
}

// Makes one to four changes: bytes, spans, pieces of another input, words that parsers often mishandle.
Bytes mutated(Bytes input, const std::vector<Bytes>& corpus, Draw& draw) {
  static const std::array<std::string, 24> kWords{"-1",
                                                  "0",
                                                  "010",
                                                  "1e400",
                                                  ".nan",
                                                  "9223372036854775808",
                                                  "\xff",
                                                  std::string(1, '\0'),
                                                  "\xef\xbb\xbf",
                                                  "[",
                                                  "{",
                                                  "}",
                                                  "]",
                                                  "---\n",
                                                  "&a ",
                                                  "*a",
                                                  "\t",
                                                  "\r\n",
                                                  "!!binary ",
                                                  "<<: ",
                                                  "\"",
                                                  ": ",
                                                  "- ",
                                                  "'"};
  for (int changes = draw.integer(1, 4); changes > 0; --changes) {
    const auto at = static_cast<std::ptrdiff_t>(below(draw, input.size() + 1));
    switch (draw.integer(0, 5)) {
      case 0:
        if (!input.empty())
          input[static_cast<std::size_t>(below(draw, input.size()))] ^=
              static_cast<std::uint8_t>(1u << draw.integer(0, 7));
        break;
      case 1:
        input.erase(input.begin() + at,
                    input.begin() +
                        std::min<std::ptrdiff_t>(at + draw.integer(1, 40), static_cast<std::ptrdiff_t>(input.size())));
        break;
      case 2: {
        const std::string& word = kWords[static_cast<std::size_t>(below(draw, kWords.size()))];
        input.insert(input.begin() + at, word.begin(), word.end());
        break;
      }
      case 3: {
        const Bytes& other = corpus[static_cast<std::size_t>(below(draw, corpus.size()))];
        const auto from = static_cast<std::ptrdiff_t>(below(draw, other.size() + 1)),
                   to =
                       std::min<std::ptrdiff_t>(from + draw.integer(1, 200), static_cast<std::ptrdiff_t>(other.size()));
        input.insert(input.begin() + at, other.begin() + from, other.begin() + to);
        break;
      }
      case 4: {
        const Bytes span(input.begin() + at,
                         input.begin() + std::min<std::ptrdiff_t>(at + draw.integer(1, 60),
                                                                  static_cast<std::ptrdiff_t>(input.size())));
        for (int times = draw.integer(1, 50); times > 0; --times)
          input.insert(input.begin() + at, span.begin(), span.end());
        break;
      }
      default: input.resize(static_cast<std::size_t>(at));
    }
  }
  return input;
}

void run(Bytes input) {
  current = std::move(input);
  LLVMFuzzerTestOneInput(current.data(), current.size());
}

}  // namespace

int main(int argc, char** argv) {
  int mutations = 2000;
  std::uint64_t seed = 1;
  std::vector<Bytes> corpus;
  const auto add = [&](const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  };
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) {
    if (!std::strcmp(argv[i], "--mutations") && i + 1 < argc) mutations = std::stoi(argv[++i]);
    else if (!std::strcmp(argv[i], "--seed") && i + 1 < argc) seed = std::stoull(argv[++i]);
    else if (fs::is_directory(argv[i])) {
      for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
        if (entry.is_regular_file()) files.push_back(entry.path());
    } else {
      files.emplace_back(argv[i]);
      mutations = 0;
    }
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) add(file);
  if (corpus.empty()) {
    std::fprintf(stderr, "fuzz: must be given a folder or a file of inputs\n");
    return 2;
  }
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL}) std::signal(signal, keep);
  std::printf("fuzz: %zu inputs, %d mutations, --seed %llu\n", corpus.size(), mutations,
              static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  for (const Bytes& input : corpus) run(input);
  for (int i = 0; i < mutations; ++i) {
    Draw draw({seed, 0, tricolor::sim::purpose("fuzz"), static_cast<std::uint64_t>(i)});
    run(mutated(corpus[static_cast<std::size_t>(below(draw, corpus.size()))], corpus, draw));
  }
  return 0;
}
