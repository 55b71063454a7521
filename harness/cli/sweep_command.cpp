// Implements `tricolor sweep`: a grid over fields of policy and scenario.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "cli/study_run.h"
#include "compare/front.h"
#include "compare/study.h"
#include "compare/sweep_files.h"
#include "engine/policy_file.h"
#include "run/load.h"
#include "scenario/counted.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

std::vector<SweepField> fields_of(const SweepArguments& arguments, std::string& faults) {
  const SweepKeys keys{engine::policy_keys(), scenario_keys(class_names_of(own_class_table(assets_folder())))};
  std::vector<SweepField> fields;
  for (const std::string& text : arguments.over) {
    std::string fault;
    auto field = sweep_field_of(text, keys, fault);
    if (!field) {
      faults += "--over: " + fault + "\n";
      continue;
    }
    if (std::any_of(fields.begin(), fields.end(), [&](const SweepField& it) { return it.path == field->path; }))
      faults += fmt::format("--over: must name each field once, got '{}' again\n", field->path);
    fields.push_back(std::move(*field));
  }
  std::size_t points = 1;
  for (const SweepField& field : fields) points *= field.values.size();
  if (points > kMostPoints)
    faults += fmt::format("--over: must give at most {} points together, got {}\n", kMostPoints, points);
  return fields;
}

// A point's label is made of its values where these are short, else of its number.
std::string label_of(const std::vector<SweepField>& fields, const std::vector<std::size_t>& at, std::size_t number) {
  std::string label = fmt::format("p{:03}", number);
  for (std::size_t field = 0; field < fields.size(); ++field) {
    std::string value = fields[field].values[at[field]];
    std::erase_if(value, [](char c) { return c == ' ' || c == '%' || c == '+'; });
    label += "_" + value;
  }
  return label.substr(0, 60);
}

StudyRequest request_of(const SweepArguments& arguments, const std::vector<SweepField>& fields) {
  StudyRequest request = study_request_of(arguments);
  request.fields = fields;
  for (const std::vector<std::size_t>& at : points_of(fields)) {
    Variation point;
    point.label = label_of(fields, at, request.variations.size() + 1);
    point.at = at;
    std::vector<std::pair<std::string, std::string>> policy, scenario;
    for (std::size_t field = 0; field < fields.size(); ++field) {
      const std::string& value = fields[field].values[at[field]];
      (fields[field].of_scenario ? scenario : policy).emplace_back(fields[field].path, value);
      if (fields[field].of_scenario)
        point.said.emplace_back(fmt::format("场景 {} 为 {}", fields[field].path, value),
                                fmt::format("the scenario's {} is {}", fields[field].path, value));
    }
    point.policy_keys = keys_as_yaml(policy);
    point.scenario_keys = keys_as_yaml(scenario);
    request.variations.push_back(std::move(point));
  }
  return request;
}

void say_front(const StudyResults& study, const fs::path& folder) {
  const std::vector<FrontPoint> front = front_of(study);
  std::string text =
      fmt::format("{}: {}, {}, {} after {} of warm-up\n", study.settings.scenario, counted(front.size() - 1, "point"),
                  counted(study.plan.pairs, "pair"), counted(study.settings.days, "day"), study.settings.warmup_days);
  for (std::size_t policy = 0; policy < front.size(); ++policy) {
    std::string figures;
    for (const Metric metric : kFrontMetrics) {
      const Comparison& it = study.of(metric).against_base[policy];
      figures += fmt::format("{}{} {}", figures.empty() ? "" : "; ", text_of(metric).name_en,
                             figure_for_terminal(study.of(metric).of_policy[policy].mean, false));
      if (policy > 0 && it.interval)
        figures +=
            fmt::format(" ({} [{} … {}])", figure_for_terminal(it.difference, true),
                        figure_for_terminal(it.interval->low, true), figure_for_terminal(it.interval->high, true));
    }
    const bool beaten = front[policy].place != FrontPlace::front;
    text += fmt::format("  {:<9} {}{}\n      {}\n", name_of(front[policy].place), point_text(study.settings, policy),
                        beaten ? " < " + point_text(study.settings, front[policy].by) : "", figures);
  }
  std::string units;
  for (const Metric metric : kFrontMetrics)
    units += fmt::format("{}{}: {}", units.empty() ? "" : "; ", text_of(metric).name_en, text_of(metric).unit_en);
  text += fmt::format("  units     {}; in brackets the difference from the base with its interval\n", units);
  say(text + fmt::format("  report    {}\n", (folder / "sweep.html").string()));
}

}  // namespace

int sweep_command(const SweepArguments& arguments) {
  std::string faults = study_faults_of(arguments);
  const std::vector<SweepField> fields = fields_of(arguments, faults);
  if (!faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  const Study study = make_study(request_of(arguments, fields));
  const fs::path folder = arguments.out;
  if (const int code = run_in_folder(study, folder, folder_wanted(arguments), {}, arguments); code != kFine)
    return code;
  const StudyResults results = results_of(folder);
  write_sweep(results, folder);
  say_front(results, folder);
  return kFine;
}

#else

int sweep_command(const SweepArguments&) {
  complain("sweep: this program was built without the report (TRICOLOR_REPORT)\n");
  return kBadInput;
}

#endif

}  // namespace tricolor::harness
