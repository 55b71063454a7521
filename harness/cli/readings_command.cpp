// Implements `tricolor readings`: one run's journal under other readings of the colour rule.
#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "adapters/pictures.h"
#include "readings/readings_page.h"
#include "run/kept_inputs.h"
#include "scenario/counted.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

std::string counts_text(const FoldedReadings& folded, std::size_t shops) {
  const std::size_t last = folded.instants.size() - 1;
  std::string text = fmt::format("  {:<46} {:>6} {:>6} {:>6}\n", "reading", "green", "yellow", "red");
  for (std::size_t i = 0; i < folded.readings.size(); ++i) {
    const ColourCounts counts = counts_of(folded.row(i, folded.own_thresholds, last), shops);
    const ColourReading& it = folded.readings[i];
    text += fmt::format("  {:<46} {:>6} {:>6} {:>6}\n", it.question.empty() ? it.en : it.question + " " + it.key,
                        counts.green, counts.yellow, counts.red);
  }
  return text;
}

}  // namespace

int readings_command(const ReadingsArguments& arguments) {
  fs::path folder = arguments.runs.front();
  for (const std::string& other : arguments.runs)
    if (fs::last_write_time(other) > fs::last_write_time(folder)) folder = other;
  const KeptRun run = read_run(folder);
  complain(what_is_lacking(run, folder));
  const engine::Configuration configuration = configuration_of(run.inputs);
  const engine::ServiceState state = engine::state_of(run.journal);
  const Scenario& scenario = run.inputs.scenario;
  const engine::Time end = run.ended ? scenario.start + scenario.lasts : state.at();
  const FoldedReadings folded = fold_readings(state, configuration, run.inputs.policies.at(end), scenario.start, end);
  const fs::path into = arguments.out.empty() ? folder : fs::path(arguments.out);
  fs::create_directories(into);
  write_whole(into / "readings.csv", readings_csv(folded, configuration.merchants.size()));
  write_whole(into / "readings.html", readings_page(run, configuration, state, folded));
  say(fmt::format("{}: {}, {} of them with a record; same behaviour, read again\n{}  page      {}\n", scenario.name,
                  counted(configuration.merchants.size(), "shop"), folded.struck.size(),
                  counts_text(folded, configuration.merchants.size()), (into / "readings.html").string()));
  return kFine;
}
#else
int readings_command(const ReadingsArguments&) {
  complain("readings: this program was built without the report (TRICOLOR_REPORT)\n");
  return kBadInput;
}
#endif

}  // namespace tricolor::harness
