// Checks and defaults that options of several commands share.
#pragma once

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <string>
#include <thread>

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

// The bound is that of the seed in a scenario file.
inline const CLI::Validator kSeed = whole_number(1'000'000'000);

// An empty text would be taken for an option that was not given.
inline const CLI::Validator kNotEmpty(
    [](const std::string& text) { return text.empty() ? std::string("must not be empty") : std::string(); }, "");

// The options of a command live as long as the function that the command line may choose.
template <class Arguments>
std::shared_ptr<Arguments> arguments_of(CLI::App* command, Chosen& chosen, int (*call)(const Arguments&)) {
  auto arguments = std::make_shared<Arguments>();
  command->callback([arguments, &chosen, call] { chosen = [arguments, call] { return call(*arguments); }; });
  return arguments;
}

}  // namespace tricolor::harness
