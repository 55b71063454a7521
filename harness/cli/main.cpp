// Implements the `tricolor` command: reads the command line and calls the command that it chose.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <exception>
#include <sstream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "engine/document.h"
#include "run/bad_input.h"
#include "run/load.h"

using namespace tricolor::harness;

namespace {

// Gives the long options of a command, of its groups and of the commands below it.
void add_options(const CLI::App& command, std::vector<std::string>& options) {
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  for (const CLI::App* inner : command.get_subcommands([](const CLI::App*) { return true; }))
    add_options(*inner, options);
}

// Names the first word of the command line that is no command or option, with the one that may be meant; empty for any
// other fault.
std::string unknown_word(const CLI::App& app, int argc, char** argv) {
  const auto meant = [](const std::string& given, const std::vector<std::string>& words) {
    const auto near = tricolor::engine::did_you_mean(given, words);
    return near ? " (did you mean '" + *near + "'?)" : std::string();
  };
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!command->get_group().empty()) commands.push_back(command->get_name());
  if (argc < 2) return "must be told what to do: " + fmt::format("{}", fmt::join(commands, ", "));
  const std::string command = argv[1];
  if (command.rfind("-", 0) == 0) return "unknown option '" + command + "'";
  if (std::find(commands.begin(), commands.end(), command) == commands.end())
    return "unknown command '" + command + "'" + meant(command, commands);
  const CLI::App* chosen = app.get_subcommand(command);
  std::vector<std::string> options;
  add_options(*chosen, options);
  for (int i = 2; i < argc; ++i) {
    const std::string word = std::string(argv[i]).substr(0, std::string(argv[i]).find('='));
    if (word.rfind("--", 0) == 0 && word.size() > 2 && std::find(options.begin(), options.end(), word) == options.end())
      return command + ": unknown option '" + word + "'" + meant(word, options);
  }
  return {};
}

// Lets the allocator keep what a picture took. By default glibc gives blocks of more than 128 KiB back to the kernel,
// which then clears the pages of every picture anew: a sixth of the time of `watch` on 320 × 240
// (harness_watch_places_test with and without, 2026-11-27).
void keep_memory_of_pictures() {
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

int refuse(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  const std::string unknown = unknown_word(app, argc, argv);
  const auto chosen = app.get_subcommands();
  complain(fmt::format("tricolor: {}\nRun 'tricolor {}--help' for what there is.\n",
                       unknown.empty() ? error.what() : unknown,
                       chosen.empty() ? "" : chosen.front()->get_name() + " "));
  return kBadInput;
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_of_pictures();
  prepare_output();
  CLI::App app{"Tricolor 三色码: a city's street-management service and its digital twin"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "tricolor " TRICOLOR_VERSION " (" + build_commit() + ")",
                       "Print version and commit");
  app.footer(R"(Examples:
  tricolor run scenarios/smoke/one_shop.yaml     one shop, one pile, one ignored SMS
  tricolor run scenarios/xinhua_road.yaml        290 shops and 60 cameras for 7 days, with a report
  tricolor test scenarios/ --junit results.xml   every rule, held to what it expects
  tricolor explain reports/runs/one_shop-1-* --shop m1
Environment: TRICOLOR_ASSETS names the folder `assets` (classes, models) where it is neither beside the program nor in
  ../share/tricolor nor where the program was built
Exit codes: 0 fine, 1 an expectation failed or runs differ, 2 bad input, 3 the machine failed, 130 stopped)");
  Chosen chosen;
  add_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return refuse(app, error, argc, argv);
    std::ostringstream text;
    app.exit(error, text, text);
    say(text.str());
    return settle_output(kFine);
  }
  try {
    return settle_output(chosen());
  } catch (const BadInput& fault) {
    const std::string text = fault.what();
    complain(text.ends_with('\n') ? text : text + "\n");
    return kBadInput;
  } catch (const std::exception& error) {
    complain(fmt::format("tricolor: {}\n", error.what()));
    return kMachine;
  }
}
