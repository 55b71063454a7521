#include "harness/bad_inputs/case_file.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

namespace tricolor::tests {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& place, const std::string& why) {
  throw std::runtime_error(place + ": " + why);
}

// Undoes the escapes \n \t \r \" \\ and \xNN.
std::string unescaped(const std::string& text, const std::string& place) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    if (++i >= text.size()) fail(place, "ends with a backslash");
    switch (text[i]) {
      case 'n': out += '\n'; break;
      case 't': out += '\t'; break;
      case 'r': out += '\r'; break;
      case 'x':
        if (i + 2 >= text.size()) fail(place, "\\x needs two digits");
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
        break;
      default: out += text[i];
    }
  }
  return out;
}

// Words are separated by spaces; in double quotes they may hold spaces.
std::vector<std::string> words_of(const std::string& line, const std::string& place) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(' ', at)) != std::string::npos) {
    const bool quoted = line[at] == '"';
    std::string word;
    if (quoted) ++at;
    while (at < line.size() && line[at] != (quoted ? '"' : ' ')) {
      word += line[at];
      if (line[at] == '\\' && at + 1 < line.size()) word += line[++at];
      ++at;
    }
    if (quoted && at >= line.size()) fail(place, "has an open quote");
    if (quoted) ++at;
    words.push_back(unescaped(word, place));
  }
  return words;
}

// Each step with the number of words that it takes.
const std::map<std::string, std::size_t>& steps() {
  static const std::map<std::string, std::size_t> kSteps{
      {"file", 1},   {"bytes", 2}, {"repeat", 5}, {"numbered", 5}, {"fifo", 1}, {"folder", 1}, {"link", 2},
      {"sparse", 2}, {"copy", 2},  {"cut", 2},    {"poke", 3},     {"add", 2},  {"remove", 1}, {"replace", 3}};
  return kSteps;
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path.string() + ": is not there");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string repeated(const Step& step) {
  const std::size_t count = std::stoul(step.words[1]);
  std::string text = step.words[2];
  for (std::size_t i = 0; i < count; ++i) {
    std::string unit = step.words[3];
    if (step.what == "numbered")
      for (std::size_t at; (at = unit.find("{n}")) != std::string::npos;) unit.replace(at, 3, std::to_string(i));
    text += unit;
  }
  return text + step.words[4];
}

void make(const Step& step, const fs::path& folder) {
  const fs::path path = folder / step.words[0];
  const auto second = [&] { return step.words.at(1); };
  if (step.what == "file") write(path, step.text);
  else if (step.what == "bytes") write(path, second());
  else if (step.what == "repeat" || step.what == "numbered") write(path, repeated(step));
  else if (step.what == "fifo") {
    if (mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error(path.string() + ": no pipe can be made");
  } else if (step.what == "folder") fs::create_directories(path);
  else if (step.what == "link")
    fs::create_symlink(second() == "NET"     ? TRICOLOR_SOURCE_DIR "/assets/models/street.onnx"
                       : second() == "KINDS" ? TRICOLOR_SOURCE_DIR "/assets/kinds.yaml"
                                             : second(),
                       path);
  else if (step.what == "sparse") {
    write(path, "");
    fs::resize_file(path, std::stoull(second()));
  } else if (step.what == "copy") fs::copy(path, folder / second(), fs::copy_options::recursive);
  else if (step.what == "cut") fs::resize_file(path, std::stoull(second()));
  else if (step.what == "add") write(path, read(path) + second());
  else if (step.what == "remove") {
    if (fs::remove_all(path) == 0) throw std::runtime_error(path.string() + ": is not there");
  } else if (step.what == "poke") {
    std::string bytes = read(path);
    bytes.replace(std::stoul(second()), step.words[2].size(), step.words[2]);
    write(path, bytes);
  } else if (step.what == "replace") {
    std::string text = read(path);
    const std::size_t at = text.find(second());
    if (at == std::string::npos) throw std::runtime_error(path.string() + ": does not hold " + second());
    write(path, text.replace(at, second().size(), step.words[2]));
  }
}

}  // namespace

std::vector<Case> read_cases(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  std::vector<Case> cases;
  std::string line;
  const auto complete = [&] {
    if (!cases.empty() && (cases.back().arguments.empty() || cases.back().says.empty()))
      fail(cases.back().place, "must say what is run and what is said");
  };
  for (int number = 1; std::getline(in, line); ++number) {
    const std::string place = file.filename().string() + ":" + std::to_string(number);
    if (line.empty() || line[0] == '#') continue;
    if (line.rfind("  ", 0) == 0) {
      if (cases.empty() || cases.back().steps.empty() || cases.back().steps.back().what != "file")
        fail(place, "stands below no file");
      cases.back().steps.back().text += line.substr(2) + "\n";
      continue;
    }
    const std::string word = line.substr(0, line.find(' ')),
                      rest = line.size() > word.size() ? line.substr(word.size() + 1) : std::string();
    if (word == "case") {
      complete();
      cases.push_back({file.stem().string(), rest, place, {}, {}, 2, {}, false});
      continue;
    }
    if (cases.empty()) fail(place, "stands before the first case");
    Case& one = cases.back();
    if (word == "tricolor") one.arguments = words_of(rest, place);
    else if (word == "exit") one.exits = std::stoi(rest);
    else if (word == "says") one.says = rest;
    else if (word == "only") one.only = true;
    else {
      const auto known = steps().find(word);
      if (known == steps().end()) fail(place, "knows no step '" + word + "'");
      Step step{word, words_of(rest, place), {}};
      if (step.words.size() != known->second) fail(place, word + " takes " + std::to_string(known->second) + " words");
      one.steps.push_back(std::move(step));
    }
  }
  complete();
  return cases;
}

void make_files(const Case& one, const fs::path& folder) {
  for (const Step& step : one.steps) make(step, folder);
}

bool matches(const std::string& pattern, const std::string& text) {
  // The match is greedy with one point to come back to, the last star.
  std::size_t p = 0, t = 0, star = std::string::npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string::npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace tricolor::tests
