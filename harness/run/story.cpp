#include "run/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/indicators.h"
#include "engine/journal.h"
#include "engine/service_state.h"
#include "run/progress.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

std::string proportion_text(const Proportion& p) {
  if (p.of == 0) return "none to judge";
  return fmt::format("{:.3f} ({}/{}; 95 % {:.3f} … {:.3f})", p.value(), p.hits, p.of, p.low(), p.high());
}

// Writes an instant to the minute, or to the second where it has seconds.
std::string minute_of(engine::Time time) {
  const std::string text = engine::to_text(time);
  constexpr std::size_t kToTheMinute = 16;  // "2020-11-03 00:00"
  return text.compare(kToTheMinute, std::string::npos, ":00") == 0 ? text.substr(0, kToTheMinute) : text;
}

}  // namespace

std::string policies_text(const RunRecord& record) {
  std::string names;
  for (const PolicyFrom& rules : record.policies.all()) {
    if (!names.empty() && rules.from >= record.end) break;
    if (names.empty()) names = rules.policy.name;
    else names += fmt::format(", from {} {}", minute_of(rules.from), rules.policy.name);
  }
  return names;
}

std::string summary_text(const RunRecord& r) {
  const auto kpi = engine::indicators_of(engine::state_of(r.journal), r.end);
  std::string out;
  const auto line = [&](std::string text) { out += text + "\n"; };
  line(fmt::format("{}{}: {} to {}, seed {}, policy {}, {}", r.partial ? "PARTIAL " : "", r.scenario,
                   engine::to_text(r.start), engine::to_text(r.end), r.seed, policies_text(r),
                   r.rung != "pixels" ? "rung " + r.rung
                   : r.every_frame    ? "all frames"
                                      : "key frames"));
  line(fmt::format("  street       {}, {}; {}, {} ({:.1f} a violation)", counted(r.city.shops.size(), "shop"),
                   counted(r.city.cameras.size(), "camera"), counted(r.judgement.violations.size(), "true violation"),
                   counted(r.judgement.lawful_look_alikes, "lawful look-alike"),
                   r.judgement.violations.empty() ? 0.0
                                                  : static_cast<double>(r.judgement.lawful_look_alikes) /
                                                        static_cast<double>(r.judgement.violations.size())));
  line(fmt::format("  engine       {}, {} ({} delivered), {} self-corrected, {} ({} closed)",
                   counted(kpi.incidents, "incident"), counted(kpi.notices, "notice"), kpi.notices_delivered,
                   kpi.corrected, counted(kpi.cases, "case"), kpi.cases_closed));
  for (const auto& [name, scores] :
       {std::pair{"by day", &r.judgement.by_class_by_day}, std::pair{"by night", &r.judgement.by_class_by_night}}) {
    for (const auto& [code, score] : *scores) {
      if (score.precision.of == 0 && score.recall_all.of == 0) continue;
      line(fmt::format(
          "  {:<9} {:<17} precision {}; recall of opportunities {}; of working cameras {:.3f}; of all {:.3f}", name,
          code.empty() ? "all classes" : code, proportion_text(score.precision),
          proportion_text(score.recall_opportunities), score.recall_working.value(), score.recall_all.value()));
    }
  }
  line(fmt::format("  fairness     {:.3f} incidents a violation found; wrong shop {}",
                   r.judgement.duplicates_per_violation, proportion_text(r.judgement.wrong_shop)));
  std::string lost, wrong;
  for (const auto& [stage, count] : r.judgement.lost) lost += fmt::format(" {} {}", stage, count);
  for (const auto& [cause, count] : r.judgement.wrong) wrong += fmt::format(" {} {}", cause, count);
  line("  violations  " + lost);
  if (r.judgement.held_after_end > 0) wrong += fmt::format("; {} held after it had gone", r.judgement.held_after_end);
  line("  accusations " + wrong);
  if (r.judgement.undecidable_stays.of > 0)
    line(fmt::format("  undecidable  {}", proportion_text(r.judgement.undecidable_stays)));
  if (const auto drawn = r.surveyed.lost.find(name_of(LostAt::drawing)),
      accused = r.surveyed.wrong.find(name_of(WrongBy::drawing));
      drawn != r.surveyed.lost.end() || accused != r.surveyed.wrong.end())
    line(fmt::format("  drawing      by the surveyed fronts it cost {} and {}",
                     counted(drawn == r.surveyed.lost.end() ? 0 : drawn->second, "violation"),
                     counted(accused == r.surveyed.wrong.end() ? 0 : accused->second, "wrong accusation")));
  const double camera_days = std::max(1e-9, r.camera_days());
  std::string causes;
  for (int i = 0; i < kFrameCauses; ++i)
    causes +=
        fmt::format(" {} {}", name_of(static_cast<FrameCause>(i)), r.frames.by_cause[static_cast<std::size_t>(i)]);
  if (r.rung == "pixels")
    line(fmt::format("  frames       {} ({:.1f} looks and {:.1f} lawful changes a camera-day):{}", r.frames.pictures,
                     static_cast<double>(r.frames.pictures) / camera_days,
                     static_cast<double>(r.frames.lawful_still_changes) / camera_days, causes));
  else
    line(
        fmt::format("  tellings     {}, {} of them answers; {} before a camera ({} of thing and camera), {} taken for "
                    "unlawful ones; opportunities by geometry alone",
                    r.told.tellings, r.told.answers, counted(r.told.things, "thing"), counted(r.told.pairs, "pair"),
                    counted(r.told.misleading, "lawful thing")));
  if (!r.calibration.empty()) {
    line(fmt::format("  calibration  {}, detector profile {}: {}", r.calibration, r.profile, r.calibration_made_by));
    if (!r.calibration_lacks.empty())
      line("  gate         NOT passed: " + r.calibration_lacks +
           "; these figures are not to be taken for those of pixels");
  }
  const engine::ServiceState service = engine::state_of(r.journal);
  std::map<engine::Colour, int> census;
  for (std::uint32_t i = 0; i < r.configuration.merchants.size(); ++i) {
    const auto* shop = service.merchant(engine::MerchantId{i});
    ++census[shop ? shop->colour : engine::Colour::green];
  }
  line(fmt::format("  colours      G {} green, Y {} yellow, R {} red", census[engine::Colour::green],
                   census[engine::Colour::yellow], census[engine::Colour::red]));
  if (!r.eyes.empty()) line("  eyes         " + r.eyes);
  line(fmt::format("  fingerprint  journal {} decisions {} sightings {} scenes {} kernel {}", r.fingerprints.journal,
                   r.fingerprints.decisions, r.fingerprints.sightings, r.fingerprints.scenes, r.fingerprints.kernel));
  if (r.rung != "pixels") {
    line(fmt::format("  wall time    {}", seconds_text(r.wall.total_s)));
    return out;
  }
  line(
      fmt::format("  wall time    {} on {}: twin's rendering {}, engine's detector {}, rest of the engine {}; "
                  "{} made ahead, {} discarded, {} analysed in vain",
                  seconds_text(r.wall.total_s), counted(r.threads, "thread"), seconds_text(r.wall.render_s),
                  seconds_text(r.wall.detect_s), seconds_text(r.wall.engine_s), counted(r.frames.made_ahead, "picture"),
                  r.frames.discarded, r.frames.analysed_in_vain));
  return out;
}

}  // namespace tricolor::harness
