// Implements `tricolor view`: checks all its options at once before anything is opened.
#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "cli/commands.h"
#include "cli/terminal.h"
#ifdef TRICOLOR_WINDOW
#include "run/story.h"
#include "view/model/figures.h"
#include "view/model/opening.h"
#include "view/window/window.h"
#endif

namespace tricolor::harness {

#ifdef TRICOLOR_WINDOW
namespace {

namespace fs = std::filesystem;

std::optional<int> number_in(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional(value) : std::nullopt;
}

// Reads "09:03" or "09:03:10" as the first such instant of the run, or "2020-11-02 09:03:10", UTC+8.
std::optional<engine::Time> instant_of(std::string_view text, engine::Time start) {
  const std::string begins = engine::to_text(start);
  const bool with_day = text.size() > 8;
  if (with_day && (text.size() < 16 || text[4] != '-' || text[7] != '-' || text[10] != ' ')) return std::nullopt;
  const std::string_view day = with_day ? text.substr(0, 10) : std::string_view(begins).substr(0, 10),
                         clock = with_day ? text.substr(11) : text;
  if (clock.size() != 5 && clock.size() != 8) return std::nullopt;
  const auto year = number_in(day.substr(0, 4)), month = number_in(day.substr(5, 2)),
             of_month = number_in(day.substr(8, 2));
  const auto hour = number_in(clock.substr(0, 2)), minute = number_in(clock.substr(3, 2)),
             second = clock.size() == 8 ? number_in(clock.substr(6, 2)) : 0;
  if (!year || !month || !of_month || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59 ||
      clock[2] != ':')
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*of_month)}};
  if (!date.ok()) return std::nullopt;
  engine::Time time = std::chrono::sys_days{date} - engine::kUtcOffset + std::chrono::hours{*hour} +
                      std::chrono::minutes{*minute} + std::chrono::seconds{*second};
  if (!with_day && time < start) time += std::chrono::hours{24};
  return time;
}

template <class List>
std::optional<std::uint64_t> index_of(const List& list, const std::string& name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].name == name) return i;
  return std::nullopt;
}

// Reads a selection such as "shop:m1", "camera:c1", "officer:o1", "incident:1", "case:1", "figure:incidents_open".
std::optional<Selection> selection_of(const std::string& text, const engine::Configuration& configuration) {
  using What = Selection::What;
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string what = text.substr(0, colon), name = text.substr(colon + 1);
  std::optional<std::uint64_t> id;
  What kind = What::none;
  if (what == "shop") kind = What::shop, id = index_of(configuration.merchants, name);
  if (what == "camera") kind = What::camera, id = index_of(configuration.cameras, name);
  if (what == "officer") kind = What::officer, id = index_of(configuration.officers, name);
  if (what == "incident" || what == "case") {
    kind = what == "case" ? What::case_work : What::incident;
    if (const auto number = number_in(name); number && *number > 0) id = static_cast<std::uint64_t>(*number);
  }
  if (what == "figure") {
    const auto figures = figures_of(Moment{});
    kind = What::figure;
    for (std::size_t i = 0; i < figures.size(); ++i)
      if (figures[i].key == name) id = i;
  }
  if (!id) return std::nullopt;
  return Selection{kind, *id};
}

}  // namespace
#endif

int view_command(const ViewArguments& arguments) {
#ifdef TRICOLOR_WINDOW
  std::string faults;
  const auto fault = [&](const std::string& text) { faults += text + "\n"; };
  OpenOptions open;
  open.path = arguments.path;
  open.scenario = arguments.scenario;
  open.seed = arguments.seed;
  open.threads = arguments.threads;
  const bool over = fs::is_directory(arguments.path);
  if (std::error_code failed; !over && !fs::exists(arguments.path, failed))
    fault(fmt::format("{}: must be a scenario file or the folder of a run, got none there", arguments.path));
  if (over && (arguments.seed || arguments.lasts))
    fault("--seed, --lasts: must not be given with the folder of a run; it has its own");
  if (arguments.lasts) {
    std::string wrong;
    open.lasts = engine::duration_within(*arguments.lasts, kShortestRun, kLongestRun, wrong);
    if (!open.lasts) fault("--lasts: " + wrong);
  }
  WindowOptions window;
  if (arguments.language == "en") window.language = Language::en;
  else if (arguments.language != "zh") fault(fmt::format("--language: must be zh or en, got '{}'", arguments.language));
  const std::size_t cross = arguments.size.find('x');
  const auto width = number_in(std::string_view(arguments.size).substr(0, cross)),
             height = cross == std::string::npos ? std::nullopt
                                                 : number_in(std::string_view(arguments.size).substr(cross + 1));
  if (!width || !height || *width < 960 || *width > 3840 || *height < 540 || *height > 2160)
    fault(fmt::format("--size: must be 960x540 … 3840x2160, got '{}'", arguments.size));
  else window.width = static_cast<unsigned>(*width), window.height = static_cast<unsigned>(*height);
  if (arguments.scale) {
    // A smaller window would not hold the panels.
    const float most = std::min(static_cast<float>(window.width) / 960, static_cast<float>(window.height) / 540);
    if (*arguments.scale > most)
      fault(fmt::format("--scale: must be at most {:.2f} in a window of {}, got {}", most, arguments.size,
                        *arguments.scale));
  }
  if (arguments.tour && (!arguments.screenshot.empty() || arguments.benchmark))
    fault("--tour: must not be given with --screenshot or --benchmark");
  if (!arguments.record.empty() && (!arguments.screenshot.empty() || arguments.benchmark))
    fault("--record: must not be given with --screenshot or --benchmark");
  if (!faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  if (const auto why = no_display()) {
    complain(*why + "\n");
    return kBadInput;
  }
  engine::Diagnostics diagnostics;
  std::optional<Opened> opened;
  try {
    opened = open_for_view(open, diagnostics);
  } catch (const BadRunFolder& bad) {
    complain(std::string(bad.what()) + "\n");
    return kBadInput;
  }
  if (!opened) {
    complain(diagnostics.text());
    return kBadInput;
  }
  const auto instant = [&](const char* option, const std::string& text) -> std::optional<engine::Time> {
    if (text.empty()) return std::nullopt;
    const auto time = instant_of(text, opened->timeline->start());
    if (!time || *time < opened->timeline->start() || *time > opened->timeline->planned_end())
      fault(fmt::format("{}: must be HH:MM:SS or 'YYYY-MM-DD HH:MM:SS' from {} to {}, got '{}'", option,
                        engine::to_text(opened->timeline->start()), engine::to_text(opened->timeline->planned_end()),
                        text));
    return time;
  };
  window.at = instant("--at", arguments.at);
  window.until = instant("--until", arguments.until);
  if (window.at && window.until && *window.until < *window.at)
    fault(fmt::format("--until: must not be before --at {}, got '{}'", engine::to_text(*window.at), arguments.until));
  if (!arguments.select.empty()) {
    const auto selection = selection_of(arguments.select, opened->replay->configuration());
    if (selection) window.selection = *selection;
    else
      fault(
          fmt::format("--select: must be shop:ID, camera:ID, officer:ID, incident:NUMBER, case:NUMBER or figure:KEY "
                      "that there is, got '{}'",
                      arguments.select));
  }
  if (!faults.empty()) {
    complain(faults);
    return kBadInput;
  }
  window.speed = arguments.speed;
  window.paused = arguments.paused;
  window.scale = arguments.scale;
  window.px_per_m = arguments.px_per_m;
  window.tour = arguments.tour;
  window.screenshot = arguments.screenshot;
  window.record = arguments.record;
  window.record_fps = arguments.fps;
  window.benchmark = arguments.benchmark;
  window.quit_at_end = arguments.quit_at_end;
  if (const auto why = no_tour(*opened, window)) {
    fmt::print(stderr, "{}\n", *why);
    return kBadInput;
  }
  try {
    show(*opened, window);
  } catch (const NothingToTour& nothing) {
    fmt::print(stderr, "{}\n", nothing.what());
    return kBadInput;
  }
  if (opened->live) {
    if (const RunRecord* record = opened->live->record()) say(summary_text(*record));
    else say("stopped before its end; nothing is kept (`tricolor run` keeps a run)\n");
  }
  return kFine;
#else
  (void)arguments;
  complain("view: this program was built without a window (TRICOLOR_VIEW=OFF)\n");
  return kBadInput;
#endif
}

}  // namespace tricolor::harness
