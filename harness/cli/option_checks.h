// Checks and defaults that options of several commands share.
#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cli/options.h"

namespace tricolor::harness {

// Two threads are enough for a street: a third hardly makes it faster.
inline int usual_threads() { return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1u, 2u)); }

// CLI11 reads "-1" and "99999999999999999999" as unsigned numbers near 2^64, and a bound on a floating number lets
// "nan" pass.
inline CLI::Validator whole_number(std::uint64_t high) {
  return CLI::Validator(
      [high](const std::string& text) {
        std::uint64_t number = 0;
        const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool good = failed == std::errc{} && rest == text.data() + text.size() && number <= high;
        return good ? std::string() : fmt::format("must be a whole number from 0 to {}, got '{}'", high, text);
      },
      "");
}

inline CLI::Validator finite_number(double low, double high) {
  return CLI::Validator(
      [low, high](const std::string& text) {
        double number = 0;
        const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool good = failed == std::errc{} && rest == text.data() + text.size() && std::isfinite(number) &&
                          number >= low && number <= high;
        return good ? std::string() : fmt::format("must be a number from {} to {}, got '{}'", low, high, text);
      },
      "");
}

// For a number of things. CLI11's own words for it name no value: "Value 0 not in range [1 - 64]".
inline CLI::Validator from_to(std::int64_t low, std::int64_t high) {
  return CLI::Validator(
      [low, high](const std::string& text) {
        std::int64_t number = 0;
        const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        const bool good = failed == std::errc{} && rest == text.data() + text.size() && number >= low && number <= high;
        return good ? std::string() : fmt::format("must be a whole number from {} to {}, got '{}'", low, high, text);
      },
      fmt::format("{} to {}", low, high));
}

inline CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::Validator(
      [words](const std::string& text) {
        return std::find(words.begin(), words.end(), text) != words.end()
                   ? std::string()
                   : fmt::format("must be {}{}, got '{}'", words.size() > 2 ? "one of " : "",
                                 fmt::join(words, words.size() > 2 ? ", " : " or "), text);
      },
      fmt::format("{{{}}}", fmt::join(words, ",")));
}

inline const CLI::Validator kFolderThere(
    [](const std::string& text) {
      std::error_code failed;
      if (std::filesystem::is_directory(text, failed)) return std::string();
      return fmt::format("must be a folder, got {} '{}'",
                         std::filesystem::exists(text, failed) ? "the file" : "nothing at", text);
    },
    "FOLDER");

inline const CLI::Validator kFileThere(
    [](const std::string& text) {
      std::error_code failed;
      if (!std::filesystem::exists(text, failed)) return fmt::format("must be a file, got nothing at '{}'", text);
      if (!std::filesystem::is_directory(text, failed)) return std::string();
      return fmt::format("must be a file, got the folder '{}'", text);
    },
    "FILE");

// The bound is that of the seed in a scenario file.
inline const CLI::Validator kSeed = whole_number(1'000'000'000);

// An empty text would be taken for an option that was not given.
inline const CLI::Validator kNotEmpty(
    [](const std::string& text) { return text.empty() ? std::string("must not be empty") : std::string(); }, "");

// Names the first part of a path that is there and is no folder, so that nothing can lie below it; empty when there is
// none.
inline std::string file_on_the_way(const std::filesystem::path& path) {
  std::filesystem::path way;
  std::error_code failed;
  for (const auto& part : path) {
    way /= part;
    if (std::filesystem::exists(way, failed) && !std::filesystem::is_directory(way, failed)) return way.string();
  }
  return {};
}

// For a folder that is written into. A file in its place is a fault of the command line, told before anything is run.
inline const CLI::Validator kFolderToWrite(
    [](const std::string& text) {
      const std::string file = file_on_the_way(text);
      return file.empty() ? std::string() : fmt::format("must be a folder, got the file {}", file);
    },
    "");

// Checks the path of a file of results. An older file of results is written over, but never a file that people wrote: a
// YAML file in its place is a slip on the command line.
inline const CLI::Validator kFileToWrite(
    [](const std::string& text) {
      const std::filesystem::path path(text), folder = path.parent_path();
      std::error_code failed;
      if (text.empty()) return std::string("must not be empty");
      if (std::filesystem::is_directory(path, failed)) return fmt::format("must be a file, got the folder {}", text);
      if (const std::string file = file_on_the_way(folder); !file.empty())
        return fmt::format("must lie in a folder, got {}, and {} is a file", text, file);
      const bool yaml = path.extension() == ".yaml" || path.extension() == ".yml";
      if (yaml && std::filesystem::exists(path, failed))
        return fmt::format("must not be a YAML file that is there, got {}: it would be written over", text);
      return std::string();
    },
    "");

// The options of a command live as long as the function that the command line may choose.
template <class Arguments>
std::shared_ptr<Arguments> arguments_of(CLI::App* command, Chosen& chosen, int (*call)(const Arguments&)) {
  auto arguments = std::make_shared<Arguments>();
  command->callback([arguments, &chosen, call] { chosen = [arguments, call] { return call(*arguments); }; });
  return arguments;
}

}  // namespace tricolor::harness
