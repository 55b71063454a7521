// Implements `tricolor site`: where cameras and officers would pay most.
#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_REPORT
#include "cli/study_run.h"
#include "scenario/counted.h"
#include "site/site_files.h"
#include "site/site_page.h"
#include "site/site_study.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_REPORT
namespace {

namespace fs = std::filesystem;

std::string said(const SiteDifference& it) {
  if (!it.interval) return figure_for_terminal(it.mean, true);
  return fmt::format("{} [{} … {}]", figure_for_terminal(it.mean, true), figure_for_terminal(it.interval->low, true),
                     figure_for_terminal(it.interval->high, true));
}

void say_site(const SiteResults& site, const fs::path& folder) {
  const SiteSet& chosen = site.plan.top.at(site.chosen);
  std::string text =
      fmt::format("{}: {} for cameras; {:.0f} % of the weight is watched today\n", site.fresh.settings.scenario,
                  counted(site.plan.candidates.size(), "place"), 100 * site.plan.watched);
  if (chosen.cameras.size() < static_cast<std::size_t>(site.wish.cameras))
    text += fmt::format("  {} asked for, and there are places for {} only\n",
                        counted(site.wish.cameras, "camera was", "cameras were"), chosen.cameras.size());
  for (std::size_t i = 0; i < chosen.cameras.size(); ++i)
    text += fmt::format("  camera {}  {}; {:.0f} % of what it sees is watched by nobody yet\n", i + 1,
                        place_of(site, chosen.cameras[i]).en,
                        chosen.cameras[i].all > 0 ? 100 * chosen.cameras[i].alone / chosen.cameras[i].all : 0.0);
  for (const ExtraOfficer& it : chosen.officers)
    text += fmt::format("  officer   {}{}{}\n", it.squad, it.squad.empty() ? "" : ", ", it.duty_grid);
  text += fmt::format("  on {}, violation-hours and wrong strikes per 100 shops and 30 days:\n",
                      counted(site.fresh.plan.pairs, "fresh pair"));
  const auto hours = static_cast<std::size_t>(Metric::violation_hours),
             wrong = static_cast<std::size_t>(Metric::wrong_strikes);
  const auto line = [&](const char* against, const std::vector<SiteDifference>& it) {
    text += fmt::format("    minus {:<32} {:<30} {}\n", against, said(it[hours]), said(it[wrong]));
  };
  line("today", site.to_base);
  line(("the mean of " + counted(site.plan.random.size(), "set") + " by chance").c_str(), site.to_random);
  if (!site.plan.junctions.cameras.empty()) line("the busiest junctions", site.to_junctions);
  say(text + fmt::format("  report    {}\n", (folder / "site.html").string()));
}

}  // namespace

int site_command(const SiteArguments& arguments) {
  if (const std::string faults = study_faults_of(arguments); !faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  SiteRequest request;
  request.study = study_request_of(arguments);
  request.wish = {arguments.cameras, arguments.officers};
  request.top = static_cast<std::size_t>(arguments.top);
  request.random = static_cast<std::size_t>(arguments.random);
  SitePlan plan = make_site_plan(request);
  const fs::path folder = arguments.out;
  const Study screening = screening_study(request, plan);
  const StudyFolder wanted = folder_wanted(arguments);
  if (const int code = run_in_folder(screening, folder / "screening", wanted, {}, arguments); code != kFine)
    return code;
  const Study fresh = fresh_study(request, plan, choose(results_of(folder / "screening")));
  // A study that was stopped while its sets were tried has no fresh days to go on with.
  const StudyFolder afterwards = arguments.resume ? StudyFolder::either : StudyFolder::anew;
  if (const int code = run_in_folder(fresh, folder / "fresh", afterwards, {}, arguments); code != kFine) return code;
  const SiteResults site = site_results(request, std::move(plan), folder);
  write_site(site, folder);
  say_site(site, folder);
  return kFine;
}

#else

int site_command(const SiteArguments&) {
  complain("site: this program was built without the report (TRICOLOR_REPORT)\n");
  return kBadInput;
}

#endif

}  // namespace tricolor::harness
